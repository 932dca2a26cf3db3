/** A picture that is to be uploaded. */
import { answerOf, api } from '../../../../api/client.ts'
import type { Localized } from '../../../../ui/local.ts'

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
const MIB = 1024 * 1024
export const PICTURE_MIB_MAX = 5

/** What can be seen of a file before it is sent; the API looks into it. */
export function pictureFault({ type, size }: Pick<File, 'type' | 'size'>): 'type' | 'size' | null {
  if (!PICTURE_TYPES.some(each => each === type)) return 'type'
  return size > PICTURE_MIB_MAX * MIB ? 'size' : null
}

/** Shows a product by a picture, in place of the one it had. It shows what the product is called. */
export const putPicture = (id: string, file: File, { ko, en }: Localized) =>
  answerOf(
    api.PUT('/api/products/{id}/picture', {
      params: { path: { id }, query: { altKo: ko, altEn: en } },
      headers: { 'Content-Type': file.type },
      body: file,
    }),
  )
