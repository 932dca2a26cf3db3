/** `verify` over a whole house: the floor's checks and each service's own, and every read model against its events. */
import { readPool } from './database.ts'
import { viewDifferences } from './rebuild.ts'
import type { ServiceDefinition } from './service.ts'
import { type CheckResult, floorChecks, runChecks } from './verify.ts'

export interface ServiceCheckResult extends CheckResult {
  readonly service: string
}

export async function verifyHouse(
  databaseUrl: string,
  services: readonly ServiceDefinition[],
): Promise<ServiceCheckResult[]> {
  const results: ServiceCheckResult[] = []
  for (const { name: service, checks = [], views = [] } of services) {
    const read = readPool(databaseUrl, service)
    try {
      for (const result of await runChecks([...floorChecks, ...checks], read)) results.push({ service, ...result })
    } finally {
      await read.end()
    }
    for (const view of views) {
      const differences = await viewDifferences(databaseUrl, service, view)
      const name = `the view ${view.name} equals its events`
      results.push({ service, name, property: 10, differences: differences.map(difference => ({ ...difference })) })
    }
  }
  return results
}
