import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { RemittanceReceipt } from '../pieces/remittance-receipt.tsx'
import { remittanceQuery } from '../pieces/queries.ts'

export const Route = createFileRoute('/wallet/remittances/$id')({
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(remittanceQuery(id)),
  component: RemittancePage,
})

function RemittancePage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(remittanceQuery(id))
  return <RemittanceReceipt remittance={data} />
}
