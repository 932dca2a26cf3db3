/** `madang build-web`: the web app for production, with every file compressed beforehand. */
import { ROOT, timedBuild } from './start-build.ts'

export async function buildForProduction(): Promise<void> {
  const { text, ok } = await timedBuild({ root: ROOT, anew: true, compressed: true })
  process.stdout.write(`${text}\n`)
  if (!ok) process.exitCode = 1
}
