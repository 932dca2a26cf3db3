import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { TopUpReceipt } from '../pieces/crossing-receipt.tsx'
import { topUpQuery } from '../pieces/queries.ts'
import { ReceiptSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/wallet/top-ups/$id')({
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(topUpQuery(id)),
  component: TopUpPage,
  pendingComponent: ReceiptSkeleton,
})

function TopUpPage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(topUpQuery(id))
  return <TopUpReceipt topUp={data} />
}
