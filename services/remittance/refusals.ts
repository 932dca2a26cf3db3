/** What the remittance service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'recipient_unknown', 'recipient_inactive', 'self_transfer'),
  remittance_unknown: { status: 404, ko: '송금 내역을 찾을 수 없습니다.', en: 'There is no such remittance.' },
  sender_inactive: { status: 409, ko: '이용이 중지되어 송금할 수 없습니다.', en: 'The sender is deactivated.' },
  too_many_wrong_payees: {
    status: 429,
    ko: '받는 계좌를 여러 번 잘못 입력했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Too many wrong bank accounts or holders: wait, and try again.',
  },
  over_limit: {
    status: 422,
    ko: '한 번에 보낼 수 있는 금액을 넘었습니다.',
    en: 'The amount is over the limit of one remittance.',
  },
  currency_not_supported: {
    status: 422,
    ko: '송금은 원화로만 할 수 있습니다.',
    en: 'Remittances are in won only.',
  },
})
