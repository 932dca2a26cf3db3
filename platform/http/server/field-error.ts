/** Reads the errors of a schema as the parts of a request that are wrong, and says them in the caller's language. */
import type { FieldError, FieldErrorCode } from '../../kit/invalid.ts'
import type { Language } from '../routes/route.ts'
import type { UnknownField } from './unknown-fields.ts'

export type RequestPart = FieldError['in']

export interface TranslatedFieldError extends FieldError {
  readonly message: string
}

interface SchemaError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
}

/** What the keywords that we use say beside the path. */
interface Params {
  readonly requiredProperties?: readonly string[]
  readonly limit?: string | number
  readonly format?: string
  readonly type?: string
  readonly multipleOf?: number
  readonly allowedValues?: readonly unknown[]
  readonly allowedValue?: unknown
}

const FIELD_ERRORS_MAX = 20

const CODES: Readonly<Record<string, FieldErrorCode>> = {
  required: 'required',
  type: 'wrong_type',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  exclusiveMinimum: 'too_small',
  maximum: 'too_large',
  exclusiveMaximum: 'too_large',
  multipleOf: 'not_a_multiple',
  minItems: 'too_few_items',
  maxItems: 'too_many_items',
  uniqueItems: 'duplicate_items',
  format: 'wrong_format',
  pattern: 'wrong_format',
  enum: 'not_allowed',
  const: 'not_allowed',
  anyOf: 'no_such_form',
}

export function fieldErrorsOf(part: RequestPart, errors: readonly SchemaError[]): FieldError[] {
  return withoutVariants(errors)
    .flatMap(error => fieldErrors(part, error))
    .slice(0, FIELD_ERRORS_MAX)
}

/** A union reports every variant that it tried. What counts are the errors of the one that was meant, if one can be told. */
function withoutVariants(errors: readonly SchemaError[]): readonly SchemaError[] {
  const union = errors.find(({ keyword }) => keyword === 'anyOf')
  if (union === undefined) return errors
  const prefix = `${union.schemaPath}/anyOf/`
  const inside = errors.filter(({ schemaPath }) => schemaPath.startsWith(prefix))
  const others = errors.filter(error => error !== union && !inside.includes(error))
  return withoutVariants([...others, ...meantBy(union, prefix, inside)])
}

function meantBy(union: SchemaError, prefix: string, inside: readonly SchemaError[]): readonly SchemaError[] {
  const variants = Map.groupBy(inside, ({ schemaPath }) => schemaPath.slice(prefix.length).split('/')[0])
  const allowed = inside.flatMap(({ keyword, params }) =>
    keyword === 'const' ? [(params as Params).allowedValue] : [],
  )
  if (allowed.length === inside.length && allowed.length > 0) {
    return [{ ...union, keyword: 'enum', params: { allowedValues: allowed } }]
  }
  // A variant of another type, or that lacks what it must have, was not meant.
  const meant = [...variants.values()].filter(found => !found.some(error => isElsewhere(error, union)))
  return meant.length === 1 ? (meant[0] ?? []) : [{ ...union, keyword: 'no such form' }]
}

const isElsewhere = ({ keyword, instancePath }: SchemaError, union: SchemaError): boolean =>
  instancePath === union.instancePath && ['type', 'required', 'const'].includes(keyword)

function fieldErrors(part: RequestPart, { keyword, instancePath, params }: SchemaError): FieldError[] {
  const { requiredProperties, limit, format, type, multipleOf, allowedValues, allowedValue } = params as Params
  if (keyword === 'required' && requiredProperties !== undefined) {
    return requiredProperties.map(name => ({ in: part, pointer: `${instancePath}/${name}`, code: 'required' }))
  }
  const bound = limit ?? format ?? type ?? multipleOf
  const allowed = allowedValues ?? (allowedValue === undefined ? undefined : [allowedValue])
  return [
    {
      in: part,
      pointer: instancePath,
      code: CODES[keyword] ?? 'no_such_form',
      ...(bound !== undefined && { limit: bound }),
      ...(allowed !== undefined && { allowed }),
    },
  ]
}

export const unknownErrorsOf = (part: RequestPart, found: readonly UnknownField[]): FieldError[] =>
  found.slice(0, FIELD_ERRORS_MAX).map(({ pointer, nearest }) => ({
    in: part,
    pointer,
    code: 'unknown_field',
    ...(nearest !== null && { nearest }),
  }))

type Say = (error: FieldError) => string

const listed = ({ allowed = [] }: FieldError): string => allowed.map(String).join(', ')

const messages: Readonly<Record<FieldErrorCode, Readonly<Record<Language, Say>>>> = {
  required: { ko: () => '필수 항목이에요.', en: () => 'This is required.' },
  wrong_type: {
    ko: ({ limit }) => `값의 종류가 달라요${limit === undefined ? '' : ` (${limit})`}.`,
    en: ({ limit }) => (limit === undefined ? 'The value is of another type.' : `This must be of the type ${limit}.`),
  },
  too_short: {
    ko: ({ limit }) => `${limit}자 이상 적어 주세요.`,
    en: ({ limit }) => `Use at least ${limit} characters.`,
  },
  too_long: {
    ko: ({ limit }) => `${limit}자까지 적을 수 있어요.`,
    en: ({ limit }) => `Use at most ${limit} characters.`,
  },
  too_small: { ko: ({ limit }) => `너무 작아요. 기준은 ${limit}이에요.`, en: ({ limit }) => `The least is ${limit}.` },
  too_large: { ko: ({ limit }) => `너무 커요. 기준은 ${limit}이에요.`, en: ({ limit }) => `The most is ${limit}.` },
  not_a_multiple: { ko: ({ limit }) => `${limit}의 배수여야 해요.`, en: ({ limit }) => `Use a multiple of ${limit}.` },
  too_few_items: { ko: ({ limit }) => `${limit}개 이상이어야 해요.`, en: ({ limit }) => `Name at least ${limit}.` },
  too_many_items: { ko: ({ limit }) => `${limit}개까지 가능해요.`, en: ({ limit }) => `Name at most ${limit}.` },
  duplicate_items: { ko: () => '같은 항목이 두 번 있어요.', en: () => 'The same item is there twice.' },
  wrong_format: { ko: formatInKorean, en: formatInEnglish },
  not_allowed: {
    ko: error => `이 가운데 하나를 써 주세요: ${listed(error)}.`,
    en: error => `Use one of these: ${listed(error)}.`,
  },
  no_such_form: { ko: () => '쓸 수 있는 형태가 아니에요.', en: () => 'This is none of the forms that are understood.' },
  unknown_field: {
    ko: ({ nearest }) => `모르는 항목이에요.${nearest === undefined ? '' : ` ‘${nearest}’을(를) 쓰려고 했나요?`}`,
    en: ({ nearest }) => `This field is not known.${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`,
  },
  unreadable: { ko: () => '저장할 수 없는 글자가 있어요.', en: () => 'It has characters that cannot be stored.' },
  too_deep: {
    ko: ({ limit }) => `${limit}단계까지 담을 수 있어요.`,
    en: ({ limit }) => `Use at most ${limit} levels.`,
  },
}

const formats: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  name: {
    ko: '글자나 숫자가 있는 한 줄로 적어 주세요. 보이지 않는 글자는 쓸 수 없어요.',
    en: 'Write one line with a letter or a digit, without invisible characters.',
  },
  line: {
    ko: '한 줄로 적어 주세요. 보이지 않는 글자는 쓸 수 없어요.',
    en: 'Write one line, without invisible characters.',
  },
  paragraph: { ko: '보이지 않는 글자는 쓸 수 없어요.', en: 'Invisible characters cannot be used.' },
  'holder-name': { ko: '통장에 적힌 예금주 이름을 써 주세요.', en: 'Write the holder’s name as the bank has it.' },
  'e-mail': {
    ko: '이메일 주소를 확인해 주세요. 예: minji@example.com',
    en: 'Check the address, as in minji@example.com.',
  },
  phone: { ko: '전화번호를 확인해 주세요. 예: 010-1234-5678', en: 'Check the number, as in 010-1234-5678.' },
  'postal-code': { ko: '우편번호는 다섯 자리 숫자예요. 예: 04524', en: 'A postcode has five digits, as in 04524.' },
  'account-number': { ko: '계좌번호를 숫자로 적어 주세요.', en: 'Write the account number in digits.' },
  'business-number': {
    ko: '사업자등록번호 열 자리를 확인해 주세요. 예: 124-81-00998',
    en: 'Check the ten digits of the business number, as in 124-81-00998.',
  },
  'date-time': { ko: '시각을 2026-11-20T09:00:00Z처럼 적어 주세요.', en: 'Write a time, as in 2026-11-20T09:00:00Z.' },
  date: { ko: '날짜를 2026-11-20처럼 적어 주세요.', en: 'Write a date, as in 2026-11-20.' },
}

function formatInKorean({ limit = '' }: FieldError): string {
  return formats[limit]?.ko ?? '알아볼 수 없는 형식이에요.'
}

function formatInEnglish({ limit = '' }: FieldError): string {
  return formats[limit]?.en ?? 'This is not in a form that is understood.'
}

export const translated = (errors: readonly FieldError[], language: Language): TranslatedFieldError[] =>
  errors.map(error => ({ ...error, message: messages[error.code][language](error) }))
