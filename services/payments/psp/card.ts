/** Card details as a customer sends them, and as the PSP wants them. They live only as long as the request. */

import { type Static, Type } from 'typebox'
import { name } from '../../../platform/http/routes/texts.ts'
import type { CardDetails } from './psp.ts'

const Digits = (max: number) =>
  Type.Union([Type.Integer({ minimum: 0, maximum: 10 ** max - 1 }), Type.String({ pattern: `^[0-9]{1,${max}}$` })])

export const CardDetailsBody = Type.Object(
  {
    cardNumber: Type.String({ pattern: '^[0-9 -]{12,23}$' }),
    expiryMonth: Digits(2),
    /** Two or four digits. */
    expiryYear: Digits(4),
    cvv: Type.Optional(Digits(4)),
    cardholderName: Type.Optional(name(100)),
  },
  { description: 'Exchanged for a token at the PSP in this very request; number and CVV are never kept.' },
)

export function readCardDetails(body: Static<typeof CardDetailsBody>): CardDetails {
  return {
    number: body.cardNumber.replaceAll(/[ -]/g, ''),
    expiryMonth: String(body.expiryMonth).padStart(2, '0'),
    expiryYear: String(body.expiryYear).padStart(2, '0').slice(-2),
    ...(body.cvv !== undefined && { cvv: String(body.cvv).padStart(3, '0') }),
  }
}
