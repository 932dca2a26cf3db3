/**
 * What the answers of the card PSP mean: Toss Payments' documented codes with their statuses, of which the simulator
 * speaks a part. What is not here, such as every 5xx, is unknown and asked about.
 */
import { ANY_CODE, type AnswerTable, joinTables } from '../../../platform/kit/outside.ts'

/** Of every operation: our key, our rate, our contract with the PSP. */
const OURS: AnswerTable = {
  ours: {
    400: ['INVALID_API_KEY', 'NOT_REGISTERED_BUSINESS', 'INVALID_UNREGISTERED_SUBMALL', 'NOT_FOUND_TERMINAL_ID'],
    401: ANY_CODE,
    403: ['FORBIDDEN_REQUEST', 'INCORRECT_BASIC_AUTH_FORMAT'],
    429: ANY_CODE,
  },
}

/** Of every operation with an idempotency key: under way, or not now. */
const NOT_YET: AnswerTable = {
  again: {
    400: ['PROVIDER_ERROR'],
    403: ['FORBIDDEN_CONSECUTIVE_REQUEST'],
    409: ['IDEMPOTENT_REQUEST_PROCESSING'],
  },
}

/** The card itself, wherever it is looked at. */
const CARD_REFUSED: AnswerTable = {
  refused: {
    400: [
      ...['INVALID_REQUEST', 'INVALID_REJECT_CARD', 'INVALID_CARD_NUMBER', 'INVALID_CARD_EXPIRATION'],
      ...['INVALID_STOPPED_CARD', 'INVALID_CARD_LOST_OR_STOLEN', 'NOT_SUPPORTED_CARD_TYPE'],
      ...['INVALID_CARD_COMPANY', 'NOT_REGISTERED_CARD_COMPANY', 'CARD_PROCESSING_ERROR'],
    ],
    403: ['REJECT_CARD_COMPANY', 'INVALID_PASSWORD', 'EXCEED_MAX_AUTH_COUNT'],
  },
}

/** Money was asked for, and the card, its issuer or the PSP says no. */
const CHARGE_REFUSED: AnswerTable = joinTables(CARD_REFUSED, {
  refused: {
    400: [
      ...[
        'BELOW_MINIMUM_AMOUNT',
        'EXCEED_MAX_AMOUNT',
        'EXCEED_MAX_PAYMENT_AMOUNT',
        'EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT',
      ],
      ...[
        'EXCEED_MAX_DAILY_PAYMENT_COUNT',
        'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
        'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT',
      ],
      ...['EXCEED_MAX_CARD_INSTALLMENT_PLAN', 'INVALID_CARD_INSTALLMENT_PLAN', 'NOT_ALLOWED_POINT_USE'],
      ...['NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT', 'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN'],
      ...['INVALID_AUTHORIZE_AUTH', 'RESTRICTED_TRANSFER_ACCOUNT', 'INVALID_ACCOUNT_INFO_RE_REGISTER'],
      ...['NOT_AVAILABLE_PAYMENT', 'UNAPPROVED_ORDER_ID'],
    ],
    403: [
      ...[
        'REJECT_CARD_PAYMENT',
        'REJECT_ACCOUNT_PAYMENT',
        'REJECT_TOSSPAY_INVALID_ACCOUNT',
        'EXCEED_MAX_ONE_DAY_AMOUNT',
      ],
      ...['NOT_AVAILABLE_BANK', 'FDS_ERROR'],
    ],
  },
})

/** It was done before: a question tells whether it was this very thing. */
const DONE_BEFORE: AnswerTable = { again: { 400: ['ALREADY_PROCESSED_PAYMENT', 'DUPLICATED_ORDER_ID'] } }

/** Exchanges a card for a billing key. Nothing has moved whatever it says. */
export const REGISTER_CARD: AnswerTable = joinTables(OURS, NOT_YET, CARD_REFUSED, {
  refused: {
    400: [
      ...['INVALID_CARD_PASSWORD', 'INVALID_CARD_IDENTITY', 'INVALID_BIRTH_DAY_FORMAT', 'NOT_SUPPORTED_METHOD'],
      'INVALID_EMAIL',
    ],
  },
})

/** Charges a billing key. */
export const CHARGE: AnswerTable = joinTables(OURS, NOT_YET, DONE_BEFORE, CHARGE_REFUSED, {
  refused: {
    400: ['INVALID_BILL_KEY_REQUEST', 'BILLING_KEY_NOT_FOUND', 'INVALID_BILLING_AUTH'],
    403: ['NOT_MATCHES_CUSTOMER_KEY'],
    404: ['NOT_FOUND_BILLING', 'NOT_FOUND_BILLING_KEY'],
  },
})

/** Confirms a payment that the customer began in the PSP's window. */
export const CONFIRM: AnswerTable = joinTables(OURS, NOT_YET, DONE_BEFORE, CHARGE_REFUSED, {
  refused: { 404: ['NOT_FOUND_PAYMENT', 'NOT_FOUND_PAYMENT_SESSION'] },
})

/** The PSP's words for a payment of which nothing is left to give back. */
export const NOTHING_LEFT: readonly string[] = ['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT']

/** Gives a charge back, whole or in part. */
export const CANCEL: AnswerTable = joinTables(OURS, NOT_YET, {
  again: { 400: NOTHING_LEFT },
  refused: {
    400: [
      ...['INVALID_REQUEST', 'INVALID_REFUND_ACCOUNT_INFO', 'INVALID_REFUND_ACCOUNT_NUMBER', 'INVALID_BANK'],
      ...['EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT', 'NOT_MATCHES_REFUNDABLE_AMOUNT', 'REFUND_REJECTED'],
      'FORBIDDEN_BANK_REFUND_REQUEST',
    ],
    403: [
      ...['NOT_CANCELABLE_AMOUNT', 'NOT_CANCELABLE_PAYMENT', 'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER'],
      ...['EXCEED_MAX_REFUND_DUE', 'EXCEED_CANCEL_LIMIT', 'NOT_AVAILABLE_BANK'],
      ...['NOT_ALLOWED_PARTIAL_REFUND', 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT'],
    ],
    404: ['NOT_FOUND_PAYMENT'],
  },
})

/** Asks about a payment; the no is that there is none. Any other 404 comes from whoever stands in between. */
export const INQUIRE: AnswerTable = joinTables(OURS, NOT_YET, { refused: { 404: ['NOT_FOUND_PAYMENT'] } })

/** Lists what was charged and cancelled: there is no no. */
export const STATEMENT: AnswerTable = joinTables(OURS, NOT_YET)
