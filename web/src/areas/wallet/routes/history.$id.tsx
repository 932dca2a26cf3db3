import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { transactionQuery } from '../pieces/queries.ts'
import { ReceiptSkeleton } from '../pieces/skeletons.tsx'
import { TransactionReceipt } from '../pieces/transaction-receipt.tsx'

export const Route = createFileRoute('/wallet/history/$id')({
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(transactionQuery(id)),
  component: TransactionPage,
  pendingComponent: ReceiptSkeleton,
})

function TransactionPage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(transactionQuery(id))
  return <TransactionReceipt transaction={data} />
}
