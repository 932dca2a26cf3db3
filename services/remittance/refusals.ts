/** What the remittance service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(
    sharedRefusals,
    'recipient_unknown',
    'recipient_inactive',
    'self_transfer',
    'over_limit',
    'currency_not_supported',
  ),
  remittance_unknown: {
    status: 404,
    ko: '송금 내역을 찾을 수 없어요. 송금 번호를 확인해 주세요.',
    en: 'There is no such remittance. Check its id.',
  },
  sender_inactive: {
    status: 409,
    ko: '이용이 중지되어 송금할 수 없어요. 운영자에게 문의해 주세요.',
    en: 'The sender is deactivated and cannot send money. Ask an operator.',
  },
  too_many_wrong_payees: {
    status: 429,
    ko: '받는 계좌를 여러 번 잘못 입력했어요. 잠시 후 다시 시도해 주세요.',
    en: 'Too many wrong bank accounts or holders. Wait a while, then try again.',
  },
})
