import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { WithdrawalReceipt } from '../pieces/crossing-receipt.tsx'
import { withdrawalQuery } from '../pieces/queries.ts'
import { ReceiptSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/wallet/withdrawals/$id')({
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(withdrawalQuery(id)),
  component: WithdrawalPage,
  pendingComponent: ReceiptSkeleton,
})

function WithdrawalPage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(withdrawalQuery(id))
  return <WithdrawalReceipt withdrawal={data} />
}
