/**
 * `verify` over a whole house: the floor's checks and each service's own, every read model against its events, and the
 * books of several services against each other.
 */
import { openPool, type Pool, type Queryable } from '../db/database.ts'
import type { ServiceContract } from '../kit/contract.ts'
import type { ServiceDefinition } from '../service/service.ts'
import { contractDifferences } from './contract-differences.ts'
import { viewDifferences } from './rebuild.ts'
import { type CheckResult, coreChecks, runChecks } from './verify.ts'

export interface ServiceCheckResult extends CheckResult {
  readonly service: string
}

/** A check that needs the books of more than one service; each is read in its own role. */
export interface ApplicationCheck {
  readonly name: string
  readonly property: number
  differences(read: (service: string) => Queryable): Promise<readonly Record<string, unknown>[]>
}

export async function verifyApplication(
  databaseUrl: string,
  services: readonly ServiceDefinition[],
  applicationChecks: readonly ApplicationCheck[] = [],
): Promise<ServiceCheckResult[]> {
  const results: ServiceCheckResult[] = []
  for (const { name: service, checks = [], views = [], contract } of services) {
    const read = openPool(databaseUrl, service)
    try {
      for (const result of await runChecks([...coreChecks, ...checks], read)) results.push({ service, ...result })
      if (contract) results.push({ service, ...(await contractCheck(read, contract)) })
    } finally {
      await read.end()
    }
    for (const view of views) {
      const differences = await viewDifferences(databaseUrl, service, view)
      const name = `the view ${view.name} equals its events`
      results.push({ service, name, property: 10, differences: differences.map(difference => ({ ...difference })) })
    }
  }
  return [...results, ...(await acrossServices(databaseUrl, applicationChecks))]
}

async function contractCheck(read: Queryable, contract: ServiceContract): Promise<CheckResult> {
  const differences = await contractDifferences(read, contract)
  return { name: 'every event matches its contract', property: 8, differences: differences.map(each => ({ ...each })) }
}

async function acrossServices(databaseUrl: string, checks: readonly ApplicationCheck[]): Promise<ServiceCheckResult[]> {
  const pools = new Map<string, Pool>()
  const read = (service: string): Queryable => {
    const pool = pools.get(service) ?? openPool(databaseUrl, service)
    pools.set(service, pool)
    return pool
  }
  try {
    const results: ServiceCheckResult[] = []
    for (const { name, property, differences } of checks) {
      results.push({ service: 'house', name, property, differences: await differences(read) })
    }
    return results
  } finally {
    await Promise.all([...pools.values()].map(pool => pool.end()))
  }
}
