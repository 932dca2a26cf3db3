/** Money moves between a bank account and a wallet in this currency only. */

export const BANK_CURRENCY = 'KRW'
