import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { remittanceQuery } from '../pieces/queries.ts'
import { RemittanceReceipt } from '../pieces/remittance-receipt.tsx'
import { ReceiptSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/wallet/remittances/$id')({
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(remittanceQuery(id)),
  component: RemittancePage,
  pendingComponent: ReceiptSkeleton,
})

function RemittancePage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(remittanceQuery(id))
  return <RemittanceReceipt remittance={data} />
}
