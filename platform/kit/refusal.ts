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
  invalid_request: {
    status: 400,
    ko: '요청에 올바르지 않은 항목이 있어요. 표시된 항목을 고쳐서 다시 보내 주세요.',
    en: 'Some of the request is not valid. Fix what is listed and send it again.',
  },
  invalid_json: {
    status: 400,
    ko: '본문을 JSON으로 읽을 수 없어요. 형식을 확인해 주세요.',
    en: 'The body cannot be read as JSON. Check its syntax.',
  },
  invalid_amount: {
    status: 400,
    ko: '이 통화로 쓸 수 없는 금액이에요. 부호와 소수 자릿수, 한도를 확인해 주세요.',
    en: 'The amount is not possible in this currency. Check its sign, its decimal places and its limit.',
  },
  unknown_currency: {
    status: 400,
    ko: '지원하지 않는 통화예요. 통화 코드를 확인해 주세요.',
    en: 'This currency is not supported. Check the currency code.',
  },
  unauthenticated: {
    status: 401,
    ko: '로그인하지 않았거나 로그인이 만료됐어요. 로그인한 뒤 다시 시도해 주세요.',
    en: 'You are not logged in, or your token has expired. Log in and try again.',
  },
  forbidden: {
    status: 403,
    ko: '이 작업을 할 권한이 없어요. 권한이 필요하면 운영자에게 문의해 주세요.',
    en: 'You do not have permission to do this. Ask an operator if you need it.',
  },
  cross_site: {
    status: 403,
    ko: '마당의 페이지에서만 할 수 있어요. 페이지를 새로 고친 뒤 다시 시도해 주세요.',
    en: 'Only a page of this site can do this. Reload the page, then try again.',
  },
  not_found: {
    status: 404,
    ko: '찾을 수 없어요. 주소나 번호를 확인해 주세요.',
    en: 'There is nothing here. Check the address or the id.',
  },
  method_not_allowed: {
    status: 405,
    ko: '이 주소에서 쓸 수 없는 메서드예요. Allow 헤더에 있는 메서드를 써 주세요.',
    en: 'This method cannot be used here. Use one from the Allow header.',
  },
  answer_forgotten: {
    status: 410,
    ko: '이미 처리한 요청이에요. 응답은 개인정보와 함께 삭제되어 다시 보여 드릴 수 없어요.',
    en: 'This request was done. Its answer was deleted together with the personal data in it.',
  },
  precondition_failed: {
    status: 412,
    ko: '그사이에 내용이 바뀌었어요. 다시 불러온 뒤 시도해 주세요.',
    en: 'It has changed in the meantime. Read it again, then retry with its new ETag.',
  },
  body_too_large: {
    status: 413,
    ko: '요청 본문이 너무 커요. 1MiB 이하로 줄여 주세요.',
    en: 'The body is too large. Send at most 1 MiB.',
  },
  unsupported_media_type: {
    status: 415,
    ko: '지원하지 않는 형식이에요. Content-Type을 application/json으로 보내 주세요.',
    en: 'This content type is not supported. Send application/json.',
  },
  file_type_not_accepted: {
    status: 415,
    ko: '이 종류의 파일은 올릴 수 없어요. 받을 수 있는 종류로 바꿔 올려 주세요.',
    en: 'A file of this kind is not accepted here. Send one of the kinds listed.',
  },
  idempotency_key_reused: {
    status: 422,
    ko: '같은 멱등 키를 다른 요청에 이미 썼어요. 새 키로 다시 보내 주세요.',
    en: 'This idempotency key was used for another request. Use a new key.',
  },
  saga_not_stuck: {
    status: 409,
    ko: '멈춰 있는 사가가 아니에요. 상태를 다시 확인해 주세요.',
    en: 'The saga is not stuck. Check its status again.',
  },
  task_unknown: {
    status: 404,
    ko: '업무를 찾을 수 없어요. 업무 번호를 확인해 주세요.',
    en: 'There is no such task. Check its id.',
  },
  task_closed: {
    status: 409,
    ko: '이미 처리했거나 처리 중인 업무예요. 업무 목록을 다시 확인해 주세요.',
    en: 'The task is settled already or being worked on. Reload the list of tasks.',
  },
  task_taken: {
    status: 409,
    ko: '다른 담당자가 맡은 업무예요. 그 담당자가 내려놓은 뒤에 맡아 주세요.',
    en: 'Somebody else looks after this task. Take it once they have released it.',
  },
  task_action_unknown: {
    status: 404,
    ko: '이 업무에서 할 수 없는 처리예요. 업무의 actions에서 골라 주세요.',
    en: 'The task has no such action. Choose one of its actions.',
  },
  task_second_person: {
    status: 409,
    ko: '다른 담당자의 동의가 필요해요. 다른 운영자에게 확인을 부탁해 주세요.',
    en: 'A second person has to agree. Ask another operator to request the same action.',
  },
  task_not_done: {
    status: 409,
    ko: '처리하지 못했어요. 원인을 해결한 뒤 다시 시도해 주세요.',
    en: 'It did not work. Fix what is in its way, then try again.',
  },
  rate_limited: {
    status: 429,
    ko: '요청이 너무 많아요. 잠시 후 다시 시도해 주세요.',
    en: 'Too many requests. Try again in a moment.',
  },
  internal_fault: {
    status: 500,
    ko: '저희 쪽에 문제가 생겼어요. 잠시 후 다시 시도해 주세요.',
    en: 'Something broke on our side. Try again in a moment.',
  },
  overloaded: {
    status: 503,
    ko: '지금 요청이 몰려 있어요. 잠시 후 다시 시도해 주세요.',
    en: 'We are very busy right now. Try again in a moment.',
  },
  unavailable: {
    status: 503,
    ko: '지금은 처리할 수 없어요. 잠시 후 다시 시도해 주세요.',
    en: 'Something we depend on is not available. Try again in a moment.',
  },
  not_arrived_yet: {
    status: 503,
    ko: '방금 바뀐 내용이 아직 반영되지 않았어요. 잠시 후 다시 시도해 주세요.',
    en: 'A recent change has not arrived here yet. Try again in a moment.',
  },
  timed_out: {
    status: 504,
    ko: '요청 시간이 초과됐어요. 처리됐는지 확인한 뒤 다시 시도해 주세요.',
    en: 'The request timed out. Check whether it was done before you try again.',
  },
})
