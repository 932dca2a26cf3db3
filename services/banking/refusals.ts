/** What the banking service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'currency_not_supported', 'bank_unavailable', 'outcome_unknown', 'transfer_unknown'),
  account_unknown: {
    status: 404,
    ko: '은행에 없는 계좌예요. 은행과 계좌번호를 확인해 주세요.',
    en: 'The bank knows no such account. Check the bank and the number.',
  },
  account_closed: {
    status: 409,
    ko: '해지된 계좌예요. 다른 계좌를 써 주세요.',
    en: 'The account is closed. Use another one.',
  },
  holder_mismatch: {
    status: 422,
    ko: '예금주 이름이 달라요. 통장에 적힌 이름을 확인해 주세요.',
    en: 'The account is held by another name. Check the holder’s name.',
  },
  too_many_inquiries: {
    status: 429,
    ko: '계좌 확인을 너무 많이 시도했어요. 잠시 후 다시 시도해 주세요.',
    en: 'Bank accounts were looked up too often. Wait a while, then try again.',
  },
  account_already_linked: {
    status: 409,
    ko: '다른 곳에 이미 연결된 계좌예요. 다른 계좌를 연결해 주세요.',
    en: 'This account is linked elsewhere already. Link another one.',
  },
  already_linked: {
    status: 409,
    ko: '이미 연결된 계좌가 있어요. 먼저 연결을 해제해 주세요.',
    en: 'You have a linked account already. Unlink it first.',
  },
  linked_account_unknown: {
    status: 404,
    ko: '연결된 계좌를 찾을 수 없어요. 계좌 목록을 확인해 주세요.',
    en: 'There is no such linked account. See the list of linked accounts.',
  },
  account_not_linked: {
    status: 409,
    ko: '연결된 계좌가 없어요. 계좌를 먼저 연결해 주세요.',
    en: 'There is no linked account. Link one first.',
  },
  account_forgotten: {
    status: 409,
    ko: '계좌 정보가 소유자의 정보와 함께 삭제됐어요. 다른 계좌를 써 주세요.',
    en: 'The account was forgotten together with its owner. Use another one.',
  },
  member_inactive: {
    fromCopy: true,
    status: 409,
    ko: '이용이 중지된 회원이에요. 운영자에게 문의해 주세요.',
    en: 'The member is deactivated. Ask an operator.',
  },
  bank_insufficient_funds: {
    status: 409,
    ko: '계좌 잔액이 부족해요. 계좌에 입금한 뒤 다시 시도해 주세요.',
    en: 'There is not enough money in the bank account. Pay some in and try again.',
  },
  bank_limit_exceeded: {
    status: 409,
    ko: '은행의 이체 한도를 넘었어요. 금액을 줄이거나 은행에 문의해 주세요.',
    en: 'The bank’s limit is exceeded. Use a smaller amount or ask the bank.',
  },
  bank_refused: {
    status: 409,
    ko: '은행이 거래를 거절했어요. 은행에 문의해 주세요.',
    en: 'The bank refused the transfer. Ask the bank.',
  },
  transfer_id_reused: {
    status: 409,
    ko: '다른 이체에 쓴 번호예요. 새 번호로 다시 시도해 주세요.',
    en: 'The id is another transfer’s. Use a new one.',
  },
  transfer_not_completed: {
    status: 409,
    ko: '완료된 이체가 아니에요. 이체가 끝난 뒤 다시 시도해 주세요.',
    en: 'The transfer is not completed. Try again once it is.',
  },
  transfer_not_reversible: {
    status: 409,
    ko: '되돌릴 수 없는 이체예요. 이체 내용을 확인해 주세요.',
    en: 'This transfer cannot be reversed. Check which one is meant.',
  },
  already_reversed: {
    status: 409,
    ko: '이미 되돌린 이체예요. 이체 내역을 확인해 주세요.',
    en: 'The transfer was reversed already. See the list of transfers.',
  },
  reversal_exceeds_transfer: {
    status: 409,
    ko: '되돌릴 수 있는 금액을 넘었어요. 남은 금액 안에서 다시 시도해 주세요.',
    en: 'It is more than what is left to reverse. Use a smaller amount.',
  },
})
