import { SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { imageOf } from '../../../ui/image.ts'
import { useLocal } from '../../../ui/local.ts'
import { ProductPicture } from '../../../ui/product-picture.tsx'
import { BuyBox } from '../pieces/product/buy-box.tsx'
import { product } from '../pieces/queries.ts'
import classes from '../pieces/shelf/shelf.module.css'

export const Route = createFileRoute('/shop/products/$id')({
  loader: async ({ context: { queryClient }, params: { id } }) => {
    await queryClient.ensureQueryData(product(id))
  },
  component: ProductPage,
  pendingComponent: ProductSkeleton,
})

const COLUMNS = { base: 1, sm: 2 }
const SPACING = { base: 'lg', md: 56 }

function ProductPage() {
  const { id } = Route.useParams()
  const local = useLocal()
  const { data } = useSuspenseQuery(product(id))
  return (
    <SimpleGrid cols={COLUMNS} spacing={SPACING}>
      <ProductPicture
        image={imageOf(data)}
        category={data.category}
        alt={local(data.picture?.alt ?? data.name)}
        size="page"
        eager
      />
      {/* Another product begins with one piece again. */}
      <BuyBox key={id} product={data} />
    </SimpleGrid>
  )
}

function ProductSkeleton() {
  return (
    <SimpleGrid cols={COLUMNS} spacing={SPACING}>
      <Skeleton radius={20} className={classes.square} />
      <Stack gap="md">
        <Skeleton height={16} width={60} />
        <Skeleton height={34} width="80%" />
        <Skeleton height={20} width="50%" />
        <Skeleton height={34} width={140} />
        <Skeleton height={120} />
        <Skeleton height={50} />
      </Stack>
    </SimpleGrid>
  )
}
