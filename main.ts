/** The command line: see `main/command-line/commands.ts`. */
import { explain } from './main/command-line/explain.ts'
import { runCall } from './main/command-line/run.ts'

try {
  await runCall(process.argv.slice(2))
} catch (error) {
  const { sentences, exitCode } = explain(error)
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  for (const { ko, en } of sentences) process.stderr.write(`${ko}\n${en}\n`)
  process.exit(exitCode)
}
