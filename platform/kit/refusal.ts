/**
 * A refusal is an answer, not an error: a rule was not met. It has a stable code, the HTTP status it maps to, and text
 * in both languages. Each service has one catalogue of refusals.
 */
export interface RefusalText {
  readonly status: number
  readonly ko: string
  readonly en: string
  /**
   * It rests on a copy of another service's facts. The HTTP edge gives it once the service has caught up with what was
   * written before the request; until then it may only say that a fact has not arrived.
   */
  readonly fromCopy?: true
}

export type Catalogue = Readonly<Record<string, RefusalText>>

export interface Refusal {
  readonly refused: true
  readonly code: string
  /** Facts that help the caller, such as `available` or `field`; never personal data. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Not the last word: it is not stored under an idempotency key. */
  readonly isProvisional?: true
}

export const defineCatalogue = <C extends Catalogue>(catalogue: C): C => catalogue

/**
 * Refusals of another catalogue, for a service that gives them in the same words:
 *
 *     defineCatalogue({ ...refusalsFrom(sharedRefusals, 'product_unknown'), cart_full: { status: 422, ko: '…', en: '…' } })
 */
export function refusalsFrom<C extends Catalogue, K extends keyof C & string>(
  catalogue: C,
  ...codes: readonly K[]
): Pick<C, K> {
  return Object.fromEntries(codes.map(code => [code, catalogue[code]])) as Pick<C, K>
}

/** The same refusals, of a service that decides them from its copy. */
export function fromCopy<C extends Catalogue>(catalogue: C): C {
  const marked = Object.entries(catalogue).map(([code, text]) => [code, { ...text, fromCopy: true }])
  return Object.fromEntries(marked) as C
}

export function refuse(code: string, details?: Readonly<Record<string, unknown>>): Refusal {
  return details ? { refused: true, code, details } : { refused: true, code }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true
}

/** Refusals that any service may give. The HTTP layer and the platform use them. */
export const commonRefusals = defineCatalogue({
  invalid_request: { status: 400, ko: '요청이 올바르지 않습니다.', en: 'The request is not valid.' },
  invalid_json: { status: 400, ko: 'JSON 형식이 아닙니다.', en: 'The body is not valid JSON.' },
  invalid_amount: {
    status: 400,
    ko: '금액이 올바르지 않습니다.',
    en: 'The amount is not valid for this currency.',
  },
  unknown_currency: { status: 400, ko: '지원하지 않는 통화입니다.', en: 'The currency is not supported.' },
  unauthenticated: { status: 401, ko: '로그인이 필요합니다.', en: 'A valid token is required.' },
  forbidden: { status: 403, ko: '권한이 없습니다.', en: 'You may not do this.' },
  not_found: { status: 404, ko: '찾을 수 없습니다.', en: 'There is no such thing here.' },
  method_not_allowed: { status: 405, ko: '허용되지 않는 메서드입니다.', en: 'The method is not allowed here.' },
  answer_forgotten: {
    status: 410,
    ko: '이미 처리된 요청이며, 응답은 해당 개인정보와 함께 파기되었습니다.',
    en: 'This was done; its answer was forgotten together with the person it was about.',
  },
  precondition_failed: {
    status: 412,
    ko: '그사이에 내용이 변경되었습니다. 다시 조회한 뒤 시도해 주세요.',
    en: 'It was changed in the meantime. Read it again, then try with its new ETag.',
  },
  body_too_large: { status: 413, ko: '요청 본문이 너무 큽니다.', en: 'The body is larger than the limit.' },
  unsupported_media_type: {
    status: 415,
    ko: '지원하지 않는 형식입니다.',
    en: 'The content type is not supported; send application/json.',
  },
  idempotency_key_reused: {
    status: 422,
    ko: '같은 멱등 키가 다른 요청에 쓰였습니다.',
    en: 'This idempotency key was used for another request.',
  },
  saga_not_stuck: { status: 409, ko: '멈춰 있는 사가가 아닙니다.', en: 'The saga is not stuck.' },
  task_unknown: { status: 404, ko: '처리할 업무를 찾을 수 없습니다.', en: 'There is no such task.' },
  task_closed: {
    status: 409,
    ko: '이미 처리했거나 처리 중인 업무입니다.',
    en: 'The task is settled already, or is being worked on.',
  },
  task_taken: {
    status: 409,
    ko: '다른 담당자가 맡은 업무예요. 그 담당자가 내려놓은 뒤에 맡아 주세요.',
    en: 'Somebody else looks after this task. Take it once they have released it.',
  },
  task_action_unknown: {
    status: 404,
    ko: '이 업무에 없는 처리입니다. 가능한 처리를 확인해 주세요.',
    en: 'The task has no such action; see its list of actions.',
  },
  task_second_person: {
    status: 409,
    ko: '다른 담당자의 동의가 필요합니다.',
    en: 'Another person has to agree to what you proposed.',
  },
  task_not_done: {
    status: 409,
    ko: '처리하지 못했습니다. 원인을 해결한 뒤 다시 시도해 주세요.',
    en: 'It did not work. Mend what is in its way, then try again.',
  },
  rate_limited: { status: 429, ko: '요청이 너무 많습니다.', en: 'Too many requests; try again later.' },
  internal_fault: { status: 500, ko: '서버 오류가 발생했습니다.', en: 'Something broke on our side.' },
  overloaded: { status: 503, ko: '잠시 후 다시 시도해 주세요.', en: 'Too busy right now; try again shortly.' },
  unavailable: {
    status: 503,
    ko: '지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Something we depend on is away; try again shortly.',
  },
  not_arrived_yet: {
    status: 503,
    ko: '방금 바뀐 내용이 아직 반영되지 않았습니다. 잠시 후 다시 시도해 주세요.',
    en: 'What this needs may have changed a moment ago and has not arrived here yet; try again shortly.',
  },
  timed_out: { status: 504, ko: '시간 안에 끝나지 않았습니다.', en: 'The work did not finish in time.' },
})
