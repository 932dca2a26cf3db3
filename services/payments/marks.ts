/** Names of the notices by which a payment's own sagas tell it how far the money has come. */
export const MARK = {
  authorized: 'payments.mark-authorized',
  declined: 'payments.mark-declined',
  approved: 'payments.mark-approved',
  paid: 'payments.mark-paid',
  voided: 'payments.mark-voided',
  refunded: 'payments.mark-refunded',
  refundFailed: 'payments.mark-refund-failed',
} as const
