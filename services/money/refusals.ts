/** What the money service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(
    sharedRefusals,
    'self_transfer',
    'ledger_limit',
    'over_limit',
    'currency_not_supported',
    'currency_mismatch',
    'transfer_unknown',
  ),
  // Wallets and franchises' accounts follow their owners by events.
  ...fromCopy(refusalsFrom(sharedRefusals, 'recipient_unknown', 'recipient_inactive')),
  insufficient_funds: {
    status: 409,
    ko: '지갑 잔액이 부족해요. 충전한 뒤 다시 시도해 주세요.',
    en: 'There is not enough money in the wallet. Top it up and try again.',
  },
  account_inactive: {
    fromCopy: true,
    status: 409,
    ko: '이용이 중지된 지갑이에요. 운영자에게 문의해 주세요.',
    en: 'This wallet is deactivated. Ask an operator.',
  },
  top_up_unknown: {
    status: 404,
    ko: '충전 내역을 찾을 수 없어요. 충전 번호를 확인해 주세요.',
    en: 'There is no such top-up. Check its id.',
  },
  withdrawal_unknown: {
    status: 404,
    ko: '출금 내역을 찾을 수 없어요. 출금 번호를 확인해 주세요.',
    en: 'There is no such withdrawal. Check its id.',
  },
  account_unknown: {
    fromCopy: true,
    status: 404,
    ko: '계정을 찾을 수 없어요. 계정 번호를 확인해 주세요.',
    en: 'There is no such account. Check its id.',
  },
  hold_exists: {
    status: 409,
    ko: '이미 있는 보류예요. 기존 보류를 확인해 주세요.',
    en: 'This hold exists already. Check its status.',
  },
  hold_unknown: {
    status: 404,
    ko: '보류한 금액을 찾을 수 없어요. 보류 번호를 확인해 주세요.',
    en: 'There is no such hold. Check its id.',
  },
  hold_exceeded: {
    status: 422,
    ko: '보류한 금액보다 커요. 더 적은 금액으로 다시 시도해 주세요.',
    en: 'The amount is more than what is held. Use a smaller one.',
  },
  hold_already_posted: {
    status: 409,
    ko: '이미 확정한 보류예요. 되돌리려면 환불해 주세요.',
    en: 'The hold has been posted. Refund it to undo it.',
  },
  hold_already_voided: {
    status: 409,
    ko: '이미 취소한 보류예요. 다시 결제해 주세요.',
    en: 'The hold has been voided. Pay again.',
  },
  hold_expired: {
    status: 409,
    ko: '보류 시간이 지났어요. 다시 결제해 주세요.',
    en: 'The hold has expired. Pay again.',
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
})
