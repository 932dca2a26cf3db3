/** The OpenAPI document, from what the services declare: nothing is started and no database is asked. */
import { type OfferedService, versionOf } from '../gateway/server.ts'
import { VERSION } from '../gateway/version.ts'
import { openRolePools } from '../platform/db/role-pool.ts'
import { type OpenApiDocument, openApiOf } from '../platform/http/openapi/openapi.ts'
import { LocalRpc } from '../platform/kit/rpc.ts'
import { CommitWatermark } from '../platform/outbox/commit-watermark.ts'
import { createLogger } from '../platform/ports/logger.ts'
import { systemPorts } from '../platform/ports/ports.ts'
import { runService } from '../platform/runtime/running-service.ts'
import type { KeyProvider } from '../platform/vault/master-keys.ts'
import { offered } from './offered.ts'
import { services } from './services.ts'

/** Connections are opened by the first query, and there is none. */
const NOWHERE = 'postgres://127.0.0.1:1/nothing'
const KEY_BYTES = 32

const noKeys: KeyProvider = {
  keyId: '',
  derive: async () => new Uint8Array(KEY_BYTES),
  wrap: () => Promise.reject(new Error('nothing is encrypted without a database')),
  unwrap: () => Promise.reject(new Error('nothing is encrypted without a database')),
}

/** What the gateway would offer, with routes that nobody may call. */
export async function declaredServices(definitions = services): Promise<readonly OfferedService[]> {
  const ports = systemPorts()
  const log = createLogger({ settings: { LOG_LEVEL: 'silent' } })
  const pools = openRolePools(NOWHERE)
  const watermark = new CommitWatermark(pools.lookUp.of(''), ports.clock, log)
  const deps = { databaseUrl: NOWHERE, ports, keys: noKeys, settings: {}, log, rpc: new LocalRpc(), watermark, pools }
  const declared = await Promise.all(definitions.map(definition => runService(definition, { ...deps, group: null })))
  const running = new Map(declared.map(service => [service.definition.name, service]))
  return offered(running, ports.clock, versionOf({ commit: null }))
}

export const apiDocument = async (definitions = services): Promise<OpenApiDocument> =>
  openApiOf(await declaredServices(definitions), VERSION)

/** `madang openapi`: prints it, for generators of clients. */
export async function printApiDocument(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await apiDocument(), null, 2)}\n`)
}
