/** Services that do nothing, to measure what the platform needs for each. */
import { services } from '../../main/services.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'

const migrations = new URL('./empty/', import.meta.url)

/** The services of the product, and so many empty ones. */
export const withEmpty = (count: number): readonly ServiceDefinition[] => [
  ...services,
  ...Array.from({ length: count }, (_, nth) => bareService({ name: `empty-${nth + 1}`, migrations })),
]
