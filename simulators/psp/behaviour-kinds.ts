/** Behaviours that can be set for the PSP. */
export const KINDS = [
  /** Refuses: `code`, or `REJECT_CARD_PAYMENT`. */
  'decline',
  /** Waits `delay_ms` before it does anything. */
  'delay_ms',
  /** Does nothing and never answers. */
  'timeout_before',
  /** Does it and never answers. */
  'timeout_after_charging',
  /** Does nothing and answers 500. */
  'error_500',
  /** Does nothing and answers `status` (503 unless said) with `code`. */
  'answer',
  /** Does it and answers `status` (503 unless said) with `code`. */
  'answer_after_charging',
  /** Sends the webhook of this change twice. */
  'webhook_twice',
  /** Answers only once the webhook of this change was delivered. */
  'webhook_before_answer',
] as const

export type BehaviourKind = (typeof KINDS)[number]
