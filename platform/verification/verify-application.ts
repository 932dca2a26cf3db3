/**
 * `verify` over a whole application: the checks of the platform and of each service, every read model against its
 * events, and the books of several services against each other.
 */
import type { Queryable } from '../db/database.ts'
import { RolePool } from '../db/role-pool.ts'
import type { ServiceContract } from '../kit/contract.ts'
import { referenceTablesOf } from '../service/file-references.ts'
import type { ServiceDefinition } from '../service/service.ts'
import { viewsOf } from '../service/task-view.ts'
import { contractDifferences } from './contract-differences.ts'
import { namedFilesAreThere } from './named-files.ts'
import { type CheckResult, coreChecks, runChecks } from './verify.ts'
import { viewDifferences } from './view-differences.ts'

export interface ServiceCheckResult extends CheckResult {
  readonly service: string
}

/** A check that needs the books of more than one service. Each is read in its own role. */
export interface ApplicationCheck {
  readonly name: string
  readonly property: number
  differences(read: (service: string) => Queryable): Promise<readonly Record<string, unknown>[]>
}

/** Enough for one check after another, and for checks of two services. */
const CONNECTIONS_MAX = 2

export async function verifyApplication(
  databaseUrl: string,
  services: readonly ServiceDefinition[],
  applicationChecks: readonly ApplicationCheck[] = [],
): Promise<ServiceCheckResult[]> {
  const pool = new RolePool(databaseUrl, { max: CONNECTIONS_MAX, byIndex: false })
  const results: ServiceCheckResult[] = []
  try {
    for (const service of services) results.push(...(await verifyService(databaseUrl, pool.of(service.name), service)))
    for (const { name, property, differences } of applicationChecks) {
      const found = await differences(service => pool.of(service))
      results.push({ service: 'house', name, property, differences: found })
    }
    return results
  } finally {
    await pool.end()
  }
}

async function verifyService(
  databaseUrl: string,
  read: Queryable,
  definition: ServiceDefinition,
): Promise<ServiceCheckResult[]> {
  const { name: service, checks = [], contract } = definition
  const results = await runChecks(
    [...coreChecks, ...checks, ...referenceTablesOf(definition).map(namedFilesAreThere)],
    read,
  )
  if (contract) results.push(await contractCheck(read, contract))
  for (const view of viewsOf(definition)) {
    const differences = await viewDifferences(databaseUrl, service, view)
    results.push(checkResult(`the view ${view.name} equals its events`, 10, differences))
  }
  return results.map(result => ({ service, ...result }))
}

const contractCheck = async (read: Queryable, contract: ServiceContract): Promise<CheckResult> =>
  checkResult('every event matches its contract', 8, await contractDifferences(read, contract))

const checkResult = (name: string, property: number, differences: readonly object[]): CheckResult => ({
  name,
  property,
  differences: differences.map(difference => ({ ...difference })),
})
