/** What the remittance service refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  remittance_unknown: { status: 404, ko: '송금 내역을 찾을 수 없습니다.', en: 'There is no such remittance.' },
  recipient_unknown: { status: 404, ko: '받는 회원을 찾을 수 없습니다.', en: 'There is no such recipient.' },
  recipient_inactive: { status: 409, ko: '받는 회원이 이용 중지 상태입니다.', en: 'The recipient is deactivated.' },
  sender_inactive: { status: 409, ko: '이용이 중지되어 송금할 수 없습니다.', en: 'The sender is deactivated.' },
  self_transfer: { status: 422, ko: '자신에게는 보낼 수 없습니다.', en: 'You cannot send money to yourself.' },
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
