/** What kinds of text the schemas name: a sample, and what each takes, told apart from the product's own rules. */

interface Kind {
  readonly sample: string
  /** The form in which its length counts; null where it is none of its kind. */
  readonly form: (text: string) => string | null
}

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\uffff]/
const seen = (text: string): boolean => text.isWellFormed() && !INVISIBLE.test(text)

const inLine = (text: string): string | null =>
  seen(text) ? text.normalize('NFC').trim().replace(/ +/g, ' ').replaceAll('\u3000', ' ') : null

const named = (text: string): string | null => (/[\p{L}\p{N}]/u.test(text) ? inLine(text) : null)

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null)

const kinds: Readonly<Record<string, Kind>> = {
  name: { sample: 'a text', form: named },
  line: { sample: 'a text', form: inLine },
  paragraph: { sample: 'a text', form: text => inLine(text.replace(/[\n\r\t]/g, ' ')) },
  'holder-name': { sample: '홍길동', form: text => named(text.normalize('NFKC')) },
  'e-mail': { sample: 'a.text@example.test', form: matching(/^\s*[^\s@"(),:;<>[\\\]]+@[\w-]+(\.[\w-]+)+\s*$/) },
  phone: { sample: '010-9876-5432', form: matching(/^0\d{1,3}-?\d{3,4}-?\d{4}$/) },
  'postal-code': { sample: '04524', form: matching(/^\d{5}$/) },
  'account-number': { sample: '110-123-456789', form: matching(/^\d[\d -]{4,28}\d$/) },
  token: { sample: 'a-token', form: text => (/\s/.test(text) || !seen(text) ? null : text) },
  password: { sample: 'correct horse battery', form: text => (text.isWellFormed() ? text : null) },
}

export const isText = (format: string): boolean => Object.hasOwn(kinds, format)
export const formOf = (format: string, text: string): string | null => kinds[format]!.form(text)
export const sampleText = (format: string): string => kinds[format]!.sample

/** Nobody means to write these, and no kind of text but a password takes them. */
export const unreadable: readonly string[] = [
  ...['\u200b', '\u3164', '\u2060', '\u202e', '\ufeff', '\u0007', '\u00ad', '\u115f', '\u2800'].flatMap(each => [
    each,
    `a${each}b`,
  ]),
  '   ',
  '\n',
  'a\u2028b',
]
