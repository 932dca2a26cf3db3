/** What is wrong with a part of a request, and what to write instead, in the caller's language. */
import type { FieldError, FieldErrorCode } from '../../kit/invalid.ts'
import type { Language } from '../routes/route.ts'

export interface TranslatedFieldError extends FieldError {
  readonly message: string
}

type Words = Readonly<Record<Language, string>>
type Say = (error: FieldError) => Words

const always =
  (ko: string, en: string): Say =>
  () => ({ ko, en })

/** With the bound that was not kept; a part that is refused without one is asked to be checked. */
const withLimit =
  (say: (limit: string | number) => Words): Say =>
  ({ limit }) =>
    limit === undefined ? { ko: '값을 확인해 주세요.', en: 'Check the value.' } : say(limit)

/** The bound of a date is a text. */
const isDate = (limit: string | number): boolean => typeof limit === 'string'

const TYPES: Readonly<Record<string, Words>> = {
  string: { ko: '따옴표로 감싼 문자로 적어 주세요.', en: 'Write a text in quotes.' },
  integer: { ko: '따옴표 없는 정수로 적어 주세요.', en: 'Write an integer without quotes.' },
  number: { ko: '따옴표 없는 숫자로 적어 주세요.', en: 'Write a number without quotes.' },
  boolean: { ko: '따옴표 없이 true나 false로 적어 주세요.', en: 'Write true or false without quotes.' },
  array: { ko: '[ ]로 묶은 목록으로 적어 주세요.', en: 'Write a list in [ ].' },
  object: { ko: '{ }로 묶은 객체로 적어 주세요.', en: 'Write an object in { }.' },
  null: { ko: 'null로 적어 주세요.', en: 'Write null.' },
}

/** Parameters have no quotes. */
const PARAMETER_TYPES: Readonly<Record<string, Words>> = {
  integer: { ko: '정수로 적어 주세요.', en: 'Write an integer.' },
  number: { ko: '숫자로 적어 주세요.', en: 'Write a number.' },
  boolean: { ko: 'true나 false로 적어 주세요.', en: 'Write true or false.' },
  string: { ko: '한 번만 적어 주세요.', en: 'Write it once.' },
}

const OTHER_TYPE: Words = { ko: '값의 종류를 확인해 주세요.', en: 'Check the type of the value.' }

const typeOf: Say = ({ in: part, limit = '' }) => (part === 'body' ? TYPES : PARAMETER_TYPES)[limit] ?? OTHER_TYPE

const listed = ({ allowed = [] }: FieldError): string => allowed.map(String).join(', ')

function unknownField(error: FieldError): Words {
  const { nearest } = error
  if (nearest !== undefined) {
    return {
      ko: `알 수 없는 항목이에요. 혹시 ‘${nearest}’ 항목인가요?`,
      en: `This field is not known. Did you mean “${nearest}”?`,
    }
  }
  const known = listed(error)
  return known === ''
    ? { ko: '알 수 없는 항목이에요. 빼고 보내 주세요.', en: 'This field is not known. Leave it out.' }
    : {
        ko: `알 수 없는 항목이에요. 쓸 수 있는 항목: ${known}.`,
        en: `This field is not known. These are: ${known}.`,
      }
}

const FORMATS: Readonly<Record<string, Words>> = {
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
  token: { ko: '공백 없이 적어 주세요.', en: 'Write it without blanks.' },
  cursor: {
    ko: '앞 쪽에서 받은 nextCursor를 그대로 보내 주세요.',
    en: 'Send the nextCursor of the page before as it is.',
  },
  'idempotency-key': {
    ko: '멱등 키는 공백 없는 영문과 숫자, 기호로 255자까지 적어 주세요.',
    en: 'Use up to 255 visible ASCII characters without blanks.',
  },
  'if-match': { ko: '읽을 때 받은 ETag를 그대로 보내 주세요.', en: 'Send the ETag that you have read as it is.' },
  date: { ko: '날짜를 2026-11-20처럼 적어 주세요.', en: 'Write a date, as in 2026-11-20.' },
}

const OTHER_FORMAT: Words = {
  ko: '형식을 확인해 주세요. 문서에 형식과 예시가 있어요.',
  en: 'Check the form: the documentation of the field shows an example.',
}

const MESSAGES: Readonly<Record<FieldErrorCode, Say>> = {
  required: always('꼭 필요한 항목이에요. 값을 적어 주세요.', 'This is required. Add it.'),
  wrong_type: typeOf,
  too_short: withLimit(limit => ({
    ko: `${limit}자 이상 적어 주세요.`,
    en: limit === 1 ? 'Write something here.' : `Use at least ${limit} characters.`,
  })),
  too_long: withLimit(limit => ({ ko: `${limit}자까지 적을 수 있어요.`, en: `Use at most ${limit} characters.` })),
  too_small: withLimit(limit =>
    isDate(limit)
      ? { ko: `${limit}부터의 날짜를 골라 주세요.`, en: `Choose a date from ${limit} on.` }
      : { ko: `${limit} 이상으로 적어 주세요.`, en: `Use ${limit} or more.` },
  ),
  too_large: withLimit(limit =>
    isDate(limit)
      ? { ko: `${limit}까지의 날짜를 골라 주세요.`, en: `Choose a date up to ${limit}.` }
      : { ko: `${limit} 이하로 적어 주세요.`, en: `Use ${limit} or less.` },
  ),
  not_a_multiple: withLimit(limit => ({ ko: `${limit}의 배수로 적어 주세요.`, en: `Use a multiple of ${limit}.` })),
  too_few_items: withLimit(limit => ({ ko: `${limit}개 이상 적어 주세요.`, en: `Name at least ${limit}.` })),
  too_many_items: withLimit(limit => ({ ko: `${limit}개까지 적을 수 있어요.`, en: `Name at most ${limit}.` })),
  duplicate_items: always('같은 항목이 두 번 있어요. 하나만 남겨 주세요.', 'The same item is there twice. Keep one.'),
  wrong_format: ({ limit = '' }) => FORMATS[limit] ?? OTHER_FORMAT,
  not_allowed: error => ({
    ko: `이 가운데 하나를 써 주세요: ${listed(error)}.`,
    en: `Use one of these: ${listed(error)}.`,
  }),
  no_such_form: always(
    '쓸 수 없는 형태예요. 문서에 있는 형태 중 하나로 적어 주세요.',
    'This is none of the forms that are understood. The documentation of the field lists them.',
  ),
  unknown_field: unknownField,
  unreadable: always(
    '저장할 수 없는 글자가 있어요. 그 글자를 빼 주세요.',
    'It has characters that cannot be stored. Take them out.',
  ),
  too_deep: withLimit(limit => ({ ko: `${limit}단계까지 담을 수 있어요.`, en: `Use at most ${limit} levels.` })),
}

export const translated = (errors: readonly FieldError[], language: Language): TranslatedFieldError[] =>
  errors.map(error => ({ ...error, message: MESSAGES[error.code](error)[language] }))
