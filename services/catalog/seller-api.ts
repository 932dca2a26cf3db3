/** Sellers over HTTP: merchants say what they are called, everybody may know. */
import { Type } from 'typebox'
import { idOf } from '../../contracts/api-fields.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { ById } from '../../platform/http/routes/schemas.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { localized, SellerNameBody } from './bodies.ts'
import { SellerTitle } from './presentation.ts'
import { nameSeller, seller } from './seller.ts'

export const SellerSchema = Type.Object({ id: idOf('merchant'), name: SellerTitle }, { $id: 'Seller' })

export function sellerNameRoutes({ writer }: ServiceContext): readonly Route[] {
  return [
    write({
      method: 'PUT',
      path: '/api/sellers/me',
      name: 'nameSeller',
      summary: 'Say what I am called where my products are sold, in both languages',
      description:
        'The name under which a merchant’s products are sold, shown with each of them. It can be changed at any time, and is not checked against other sellers.',
      who: ['merchant'],
      body: SellerNameBody,
      replies: { 200: SellerSchema },
      pure: true,
      write: ({ actor, body }) => nameSeller({ sellerId: actor.id, name: localized(body.name) }),
    }),
    read({
      method: 'GET',
      path: '/api/sellers/{id}',
      name: 'getSeller',
      summary: 'What a seller is called',
      description:
        'The name a merchant has given themselves. One that has none, and who is no merchant, is refused with `seller_unknown`.',
      who: 'anyone',
      params: ById,
      replies: { 200: SellerSchema },
      refusals: ['seller_unknown'],
      async read({ params: { id } }) {
        const name = (await writer.head(seller.key(id)))?.state.name
        return name ? ok({ id, name }) : refuse('seller_unknown')
      },
    }),
  ]
}
