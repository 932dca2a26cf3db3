/** Card details as a customer sends them, and as the PSP wants them. They live only as long as the request. */

import { type Static, Type } from 'typebox'
import { name } from '../../../platform/http/routes/texts.ts'
import type { CardDetails } from './psp.ts'

const Digits = (max: number, example: string) =>
  Type.Union([Type.Integer({ minimum: 0, maximum: 10 ** max - 1 }), Type.String({ pattern: `^[0-9]{1,${max}}$` })], {
    examples: [example],
  })

const CardNumber = Type.String({ pattern: '^[0-9 -]{12,23}$', examples: ['4242 4242 4242 4242'] })
const Cvv = Type.Optional(Digits(4, '123'))

const Card = Type.Object(
  {
    cardNumber: CardNumber,
    expiryMonth: Digits(2, '12'),
    expiryYear: Digits(4, '2030'),
    cvv: Cvv,
    cardholderName: Type.Optional(name(100, { examples: ['KIM MINJI'] })),
  },
  { $id: 'CardDetails' },
)
/** As older clients send it. */
const ShortCard = Type.Object(
  {
    number: CardNumber,
    expiry: Type.String({ pattern: '^(0[1-9]|1[0-2])/([0-9]{2}|[0-9]{4})$', examples: ['12/29'] }),
    cvv: Cvv,
  },
  { $id: 'ShortCardDetails', description: 'As older clients send them.' },
)

export const CardDetailsBody = Type.Union([Card, ShortCard], {
  description: 'Exchanged for a token at the PSP in this very request; number and CVV are never kept.',
})

export function readCardDetails(body: Static<typeof CardDetailsBody>): CardDetails {
  const { number, month, year } = 'number' in body ? shortOf(body) : longOf(body)
  return {
    number: number.replaceAll(/[ -]/g, ''),
    expiryMonth: month.padStart(2, '0'),
    expiryYear: year.padStart(2, '0').slice(-2),
    ...(body.cvv !== undefined && { cvv: String(body.cvv).padStart(3, '0') }),
  }
}

const longOf = ({ cardNumber: number, expiryMonth, expiryYear }: Static<typeof Card>) => ({
  number,
  month: String(expiryMonth),
  year: String(expiryYear),
})

function shortOf({ number, expiry }: Static<typeof ShortCard>) {
  const [month = '', year = ''] = expiry.split('/')
  return { number, month, year }
}
