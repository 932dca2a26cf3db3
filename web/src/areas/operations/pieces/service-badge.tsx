import { Badge } from '@mantine/core'
import { hueOf } from './services.ts'

export function ServiceBadge({ service }: { readonly service: string }) {
  return <Badge color={hueOf(service)}>{service}</Badge>
}
