/** What the money service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'self_transfer', 'ledger_limit'),
  // Wallets and franchises' accounts follow their owners by events.
  ...fromCopy(refusalsFrom(sharedRefusals, 'recipient_unknown', 'recipient_inactive')),
  insufficient_funds: { status: 409, ko: '잔액이 부족합니다.', en: 'There is not enough money in the wallet.' },
  account_inactive: { fromCopy: true, status: 409, ko: '이용이 중지된 지갑입니다.', en: 'This wallet is deactivated.' },
  over_limit: {
    status: 422,
    ko: '한 번에 보낼 수 있는 금액을 넘었습니다.',
    en: 'The amount is over the limit of one transfer.',
  },
  currency_not_supported: {
    status: 422,
    ko: '은행 계좌와는 원화만 주고받을 수 있습니다.',
    en: 'Bank accounts are in won only.',
  },
  transfer_unknown: {
    status: 404,
    ko: '보낸 내역을 찾을 수 없어요. 번호를 확인해 주세요.',
    en: 'There is no such transfer. Check its id.',
  },
  deposit_unknown: {
    status: 404,
    ko: '입금 내역을 찾을 수 없어요. 번호를 확인해 주세요.',
    en: 'There is no such deposit. Check its id.',
  },
  transaction_unknown: {
    status: 404,
    ko: '지갑 내역을 찾을 수 없어요. 번호를 확인해 주세요.',
    en: 'Your wallets have no such transaction. Check its id.',
  },
  too_many_rows: {
    status: 422,
    ko: '내역이 너무 많아 파일 하나에 담을 수 없어요. 기간을 줄여 다시 받아 주세요.',
    en: 'There is more than one file can take. Choose a shorter time and download it again.',
  },
  top_up_unknown: { status: 404, ko: '충전 내역을 찾을 수 없습니다.', en: 'There is no such top-up.' },
  withdrawal_unknown: { status: 404, ko: '출금 내역을 찾을 수 없습니다.', en: 'There is no such withdrawal.' },
  account_unknown: { fromCopy: true, status: 404, ko: '계정을 찾을 수 없습니다.', en: 'There is no such account.' },
  currency_mismatch: { status: 422, ko: '통화가 맞지 않습니다.', en: 'The accounts are not of this currency.' },
  hold_exists: { status: 409, ko: '이미 있는 보류입니다.', en: 'This hold exists already.' },
  hold_unknown: { status: 404, ko: '보류를 찾을 수 없습니다.', en: 'There is no such hold.' },
  hold_exceeded: { status: 422, ko: '보류한 금액보다 큽니다.', en: 'The amount is more than what is held.' },
  hold_already_posted: { status: 409, ko: '이미 확정된 보류입니다.', en: 'The hold has been posted.' },
  hold_already_voided: { status: 409, ko: '이미 취소된 보류입니다.', en: 'The hold has been voided.' },
  hold_expired: { status: 409, ko: '만료된 보류입니다.', en: 'The hold has expired.' },
})
