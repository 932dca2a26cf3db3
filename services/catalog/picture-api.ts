/** The picture of a product over HTTP: its seller sends it as a file, everybody may look at it. */
import { Type } from 'typebox'
import type { Localized } from '../../contracts/catalog.ts'
import { type ImageSize, imageSizeOf } from '../../platform/files/image-size.ts'
import { fileAnswer } from '../../platform/http/routes/file-answer.ts'
import { type Route, read, write } from '../../platform/http/routes/route.ts'
import { Id } from '../../platform/http/routes/schemas.ts'
import { line, token } from '../../platform/http/routes/texts.ts'
import { MIB, upload } from '../../platform/http/routes/upload.ts'
import type { UploadedFile } from '../../platform/http/routes/uploaded-file.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Caller, changeProduct, removePicture } from './commands.ts'
import { ProductSchema } from './presentation.ts'
import { productKey } from './product.ts'
import { callerOf, editsProduct, OF_SELLER } from './product-api.ts'

export const PICTURE_BYTES_MAX = 5 * MIB
/** Pixels, either way. */
export const PICTURE_SIDE_MAX = 4_096
const ALT_LENGTH_MAX = 200
const HASH_LENGTH = 43

/** What the picture shows, for who does not see it. One stands for both languages. */
const Alt = Type.Object({
  altKo: Type.Optional(line(ALT_LENGTH_MAX)),
  altEn: Type.Optional(line(ALT_LENGTH_MAX)),
})

const altOf = (ko = '', en = ''): Localized | null => (ko || en ? { ko: ko || en, en: en || ko } : null)

function sizeOf({ bytes, type }: UploadedFile): ImageSize | Refusal {
  const size = imageSizeOf(bytes, type)
  if (size === null) return refuse('picture_unreadable')
  const max = PICTURE_SIDE_MAX
  return size.width > max || size.height > max ? refuse('picture_too_wide', { ...size, max }) : size
}

/** Before the file is stored; the command decides on it once more. */
async function mayPicture({ writer }: ServiceContext, productId: string, { operator, id }: Caller) {
  const head = await writer.head(productKey(productId))
  if (head === null) return refuse('product_unknown', { productId })
  return operator || head.state.details.merchantId === id ? null : refuse('forbidden')
}

export function pictureRoutes(context: ServiceContext): readonly Route[] {
  const { files } = context
  return [
    upload({
      method: 'PUT',
      path: '/api/products/{id}/picture',
      name: 'setProductPicture',
      summary: 'Show a product by a picture, in place of the one it had; the body is the file',
      description:
        'The merchant of the product, or an operator, sends a PNG, JPEG or WebP file as the body. Its kind is told by its bytes, and not by what is claimed. `altKo` and `altEn` say what it shows; one stands for both. With `If-Match`, a product that was changed meanwhile is refused with `precondition_failed`.',
      ...{ who: OF_SELLER.who, params: OF_SELLER.params },
      query: Alt,
      accepts: { types: ['image/png', 'image/jpeg', 'image/webp'], bytes_max: PICTURE_BYTES_MAX },
      replies: { 200: ProductSchema },
      refusals: ['product_unknown', 'picture_unreadable', 'picture_too_wide'],
      edits: editsProduct,
      async write({ params: { id }, query: { altKo, altEn }, body: file, actor }) {
        const size = sizeOf(file)
        if (isRefusal(size)) return size
        const refused = await mayPicture(context, id, callerOf(actor))
        if (refused) return refused
        const { sha256 } = await files.put({ owner: productKey(id), subject: null, type: file.type, bytes: file.bytes })
        return changeProduct(id, callerOf(actor), { picture: { sha256, ...size, alt: altOf(altKo, altEn) } })
      },
    }),
    write({
      method: 'DELETE',
      path: '/api/products/{id}/picture',
      name: 'removeProductPicture',
      summary: 'Show a product without a picture',
      description: 'The product is shown without a picture from then on. A product without one stays as it is.',
      ...OF_SELLER,
      replies: { 204: null },
      refusals: ['product_unknown'],
      edits: editsProduct,
      write: ({ params, actor }) => removePicture(params.id, callerOf(actor)),
    }),
    read({
      method: 'GET',
      path: '/api/products/{id}/pictures/{sha256}',
      name: 'getProductPicture',
      summary: 'The file of a picture, which never changes; a product names the one it shows',
      description:
        'Another picture has another address, so that copies can be kept for ever. The `url` of a product’s `picture` is this path.',
      who: 'anyone',
      params: Type.Object({ id: Id, sha256: token(HASH_LENGTH) }),
      replies: { 200: Type.Unsafe<Buffer>({}), 304: null },
      produces: 'image/*',
      refusals: ['picture_unknown'],
      async read(input) {
        const { id, sha256 } = input.params
        const file = await files.read({ owner: productKey(id), sha256 })
        return file ? fileAnswer(file, input, { immutable: true }) : refuse('picture_unknown')
      },
    }),
  ]
}
