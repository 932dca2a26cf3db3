/** Starts the application of two services as a process: the platform's own writer, relay, consumer and gateway. */
import { randomBytes } from 'node:crypto'
import { createGateway } from '../../gateway/server.ts'
import { gatewaySettings } from '../../gateway/settings.ts'
import { TokenVerifier } from '../../platform/auth/tokens.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { listenAt } from '../../platform/http/server/listen.ts'
import { createLogger } from '../../platform/ports/logger.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { openApplication } from '../../platform/runtime/application.ts'
import { openKeyProvider } from '../../platform/vault/key-provider.ts'
import { eventServices } from './services.ts'

const { env } = process
const databaseUrl = env.DATABASE_URL ?? ''
const ports = systemPorts()
const log = createLogger({ settings: env, clock: ports.clock })

await migrate(databaseUrl, eventServices)
const keys = await openKeyProvider({ settings: env, dataDirectory: env.MADANG_DATA ?? '', random: ports.random })
const application = await openApplication({ services: eventServices, databaseUrl, ports, keys, settings: env, log })
const gateway = await createGateway({
  services: [...application.services.values()].map(({ definition, context, writer }) => ({
    name: definition.name,
    routes: definition.routes?.(context) ?? [],
    writer,
  })),
  settings: gatewaySettings(env),
  tokens: new TokenVerifier({ issuer: '', audience: '', keys: async () => ({ keys: [] }), clock: ports.clock }),
  ports,
  log,
  fingerprintKey: randomBytes(32),
})
await listenAt(gateway, { host: env.HOST ?? '127.0.0.1', port: Number(env.PORT) })

process.once('SIGTERM', async () => {
  await gateway.close()
  await application.stop()
  process.exit()
})
