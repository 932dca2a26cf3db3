/** Events of a service that do not match the schemas of their contracts, and so cannot be read. */
import type { Queryable } from '../db/database.ts'
import type { ServiceContract } from '../kit/contract.ts'
import { matches } from '../kit/contract-check.ts'

const PAGE = 2_000
const SHOWN_MAX = 100

export interface ContractDifference {
  readonly id: string
  readonly type: string
}

export async function contractDifferences(read: Queryable, contract: ServiceContract): Promise<ContractDifference[]> {
  const schemas = new Map(Object.values(contract.events).map(({ type, schema }) => [type, schema]))
  const differences: ContractDifference[] = []
  let after = { xid: '0', seq: '0' }
  while (differences.length < SHOWN_MAX) {
    const { rows } = await read.query(
      `select e.xid::text as xid, e.seq, e.id, e.type, e.data from events e
       where e.type = any($1) and (e.xid, e.seq) > ($2::xid8, $3::bigint) order by e.xid, e.seq limit ${PAGE}`,
      [[...schemas.keys()], after.xid, after.seq],
    )
    for (const { id, type, data } of rows) {
      const schema = schemas.get(type)
      if (schema && !matches(schema, data)) differences.push({ id, type })
    }
    if (rows.length < PAGE) break
    after = rows.at(-1)
  }
  return differences.slice(0, SHOWN_MAX)
}
