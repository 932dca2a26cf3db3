/** What the bank answers when it will not: `{code, message}`. */
import { Refused } from '../shared/refused.ts'

const ERRORS = {
  INVALID_REQUEST: [400, '잘못된 요청입니다.'],
  UNAUTHORIZED: [401, '인증되지 않은 API 키입니다.'],
  NOT_FOUND: [404, '존재하지 않는 경로입니다.'],
  ACCOUNT_UNKNOWN: [404, '존재하지 않는 계좌입니다.'],
  TRANSFER_UNKNOWN: [404, '접수된 적이 없는 거래입니다.'],
  ACCOUNT_CLOSED: [409, '해지된 계좌입니다.'],
  INSUFFICIENT_FUNDS: [409, '잔액이 부족합니다.'],
  LIMIT_EXCEEDED: [409, '이체 한도를 초과했습니다.'],
  TRANSFER_REJECTED: [409, '거래가 거절되었습니다.'],
  TRANSFER_IN_PROGRESS: [409, '처리 중인 거래입니다.'],
  DUPLICATE_TRANSFER: [409, '이미 처리된 거래입니다.'],
  HOLDER_MISMATCH: [422, '예금주명이 일치하지 않습니다.'],
  KEY_REUSED: [422, '같은 거래 키가 다른 거래에 쓰였습니다.'],
  TOO_MANY_REQUESTS: [429, '요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.'],
  BROKEN: [500, '은행 시스템 오류입니다.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type BankErrorCode = keyof typeof ERRORS

/** Answers about the request itself: nothing was looked at, and nothing is kept of it. */
const BEFORE_WORK: ReadonlySet<BankErrorCode> = new Set(['UNAUTHORIZED', 'NOT_FOUND', 'TOO_MANY_REQUESTS', 'BROKEN'])

export const isBeforeWork = ({ code }: BankError): boolean => BEFORE_WORK.has(code)

export const isBankErrorCode = (code: string): code is BankErrorCode => Object.hasOwn(ERRORS, code)

export class BankError extends Refused<BankErrorCode> {
  constructor(code: BankErrorCode) {
    const [status, message] = ERRORS[code]
    super(code, status, message)
  }
}
