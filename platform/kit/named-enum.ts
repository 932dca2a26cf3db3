/**
 * A closed list of values, with what each means to people. One table says it: the document of the API shows it, and so can
 * whoever shows a value to a person.
 *
 *     const SHIPMENT_STATUS = {
 *       open: { ko: '발송 전', en: 'Not shipped yet' },
 *       shipped: { ko: '배송 중', en: 'On its way' },
 *     } as const
 *     const ShipmentStatus = namedEnum('ShipmentStatus', SHIPMENT_STATUS, { description: 'Where a shipment is.' })
 *     SHIPMENT_STATUS[status][language]
 */
import { type TEnum, Type } from 'typebox'

/** The same in both languages. */
export interface Words {
  readonly ko: string
  readonly en: string
}

export type WordsOf<Value extends string> = Readonly<Record<Value, Words>>

interface Said<Value> {
  /** What the value tells; the values are listed below it. */
  readonly description: string
  /** The value that samples show; the first unless said. */
  readonly example?: Value
}

/** For generators of clients, and for those who show a value in either language. */
const EXTENSIONS = { descriptions: 'x-enum-descriptions', texts: 'x-enum-texts' } as const

/** `name` is unique in the document; the enum of a generated client has it. */
export function namedEnum<Value extends string>(
  name: string,
  words: WordsOf<Value>,
  { description, example }: Said<NoInfer<Value>>,
): TEnum<Value[]> {
  const values = Object.keys(words) as Value[]
  const listed = values.map(value => `- \`${value}\`: ${words[value].en}`).join('\n')
  return Type.Enum(values, {
    $id: name,
    description: `${description}\n\n${listed}`,
    ...(example !== undefined && { examples: [example] }),
    [EXTENSIONS.descriptions]: values.map(value => words[value].en),
    [EXTENSIONS.texts]: words,
  })
}
