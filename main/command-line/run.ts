/** Runs what was typed. Commands are loaded on demand, so that a start reads no more than it needs. */
import { type Configuration, readConfiguration } from '../configuration.ts'
import type { Command } from './commands.ts'
import { helpOf, helpOfAll } from './help.ts'
import { parseCall, type Words } from './parse.ts'

type Run = (words: Words, configuration: () => Configuration) => Promise<void>

/** By the names of the table. */
const runs: Readonly<Record<string, Run>> = {
  start: async (_, configuration) => void (await (await import('../start.ts')).start(configuration())),
  dev: async (_, configuration) => (await import('../web/dev.ts')).dev(configuration()),
  'build-web': async () => (await import('../web/build-command.ts')).buildForProduction(),
  doctor: async (_, configuration) => (await import('../doctor/doctor.ts')).doctor(configuration),
  migrate: async (_, configuration) => (await import('../tools.ts')).migrateAll(configuration()),
  seed: async (_, configuration) => (await import('../start.ts')).seed(configuration()),
  verify: async (_, configuration) => (await import('../tools.ts')).verify(configuration()),
  rebuild: async (words, configuration) => (await import('../tools.ts')).rebuild(configuration(), words.arguments),
  topology: async ({ flags }) => (await import('../topology.ts')).topology(flags.has('mermaid')),
  openapi: async () => (await import('../api-document.ts')).printApiDocument(),
  operator: async (words, configuration) => (await import('../operator.ts')).operator(configuration(), words.arguments),
  reference: async () => (await import('../reference.ts')).writeReference(),
  bench: async words => (await import('../../bench/main.ts')).bench(words),
}

export const runnable = (): readonly string[] => Object.keys(runs)

/** More than the table knows, read only when its help is asked for. */
async function detailsOf({ name }: Command): Promise<string> {
  if (name === 'bench') return (await import('../../bench/options.ts')).scenarioLines()
  if (name === 'rebuild') return (await import('../views.ts')).viewLines()
  return ''
}

export async function runCall(typed: readonly string[]): Promise<void> {
  const call = parseCall(typed)
  if (call.kind === 'help') {
    const { command } = call
    process.stdout.write(command ? helpOf(command, await detailsOf(command)) : helpOfAll())
    return
  }
  const { command, words } = call
  await runs[command.name]?.(words, () => readConfiguration(process.env, words.flags))
}
