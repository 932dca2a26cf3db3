/**
 * Starts the platform as a process, with as many empty services beside its own as the command line says. At SIGUSR2 it collects
 * its garbage, so that its memory is what it needs.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readConfiguration } from '../../main/configuration.ts'
import { openPlatform } from '../../main/platform.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { withEmpty } from './empty.ts'

const platform = await openPlatform(
  readConfiguration(process.env),
  systemPorts(),
  withEmpty(Number(process.argv[2] ?? 0)),
)
await platform.listen()

process.on('SIGUSR2', () => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
})

process.once('SIGTERM', async () => {
  await platform.stop()
  process.exit()
})
