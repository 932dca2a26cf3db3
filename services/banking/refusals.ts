/** What the banking service refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  account_unknown: { status: 404, ko: '은행에 없는 계좌입니다.', en: 'The bank knows no such account.' },
  account_closed: { status: 409, ko: '해지된 계좌입니다.', en: 'The account is closed.' },
  holder_mismatch: { status: 422, ko: '예금주명이 일치하지 않습니다.', en: 'The account is held by another name.' },
  too_many_inquiries: {
    status: 429,
    ko: '계좌 확인을 너무 많이 시도했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'This account, or accounts by you, were looked up too often: wait, and try again.',
  },
  account_already_linked: {
    status: 409,
    ko: '이미 다른 곳에 연결된 계좌입니다.',
    en: 'The account is linked already.',
  },
  already_linked: {
    status: 409,
    ko: '이미 연결된 계좌가 있습니다. 먼저 연결을 해제해 주세요.',
    en: 'You have a linked account; unlink it first.',
  },
  linked_account_unknown: {
    status: 404,
    ko: '연결된 계좌를 찾을 수 없습니다.',
    en: 'There is no such linked account.',
  },
  account_not_linked: { status: 409, ko: '연결된 계좌가 없습니다.', en: 'There is no linked account.' },
  account_forgotten: {
    status: 409,
    ko: '계좌 정보가 파기되었습니다.',
    en: 'The account was forgotten together with its owner.',
  },
  member_inactive: { fromCopy: true, status: 409, ko: '이용이 중지된 회원입니다.', en: 'The member is deactivated.' },
  bank_insufficient_funds: { status: 409, ko: '계좌 잔액이 부족합니다.', en: 'There is not enough money at the bank.' },
  bank_limit_exceeded: { status: 409, ko: '이체 한도를 초과했습니다.', en: 'The bank’s limit is exceeded.' },
  bank_refused: { status: 409, ko: '은행이 거래를 거절했습니다.', en: 'The bank refused the transfer.' },
  bank_unavailable: { status: 503, ko: '은행이 응답하지 않습니다.', en: 'The bank does not answer.' },
  outcome_unknown: { status: 409, ko: '이체 결과를 확인하지 못했습니다.', en: 'The outcome could not be found out.' },
  currency_not_supported: { status: 422, ko: '원화만 이체할 수 있습니다.', en: 'The bank keeps won only.' },
  transfer_unknown: { status: 404, ko: '이체를 찾을 수 없습니다.', en: 'There is no such transfer.' },
  transfer_id_reused: { status: 409, ko: '다른 이체에 쓰인 번호입니다.', en: 'The id is another transfer’s.' },
  transfer_not_completed: { status: 409, ko: '완료된 이체가 아닙니다.', en: 'The transfer is not completed.' },
  transfer_not_reversible: { status: 409, ko: '되돌릴 수 없는 이체입니다.', en: 'The transfer cannot be reversed.' },
  already_reversed: { status: 409, ko: '이미 되돌린 이체입니다.', en: 'The transfer was reversed already.' },
  reversal_exceeds_transfer: {
    status: 409,
    ko: '되돌릴 수 있는 금액을 넘었습니다.',
    en: 'It is more than what is left to reverse.',
  },
})
