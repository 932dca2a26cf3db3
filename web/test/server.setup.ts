/** One server with the demo for all browser tests: each test brings members of its own, or only looks. */
import type { TestProject } from 'vitest/node'
import { startDemoServer } from './demo-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    demo: { readonly url: string; readonly cards: string; readonly bank: string; readonly mail: string }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDemoServer()
  project.provide('demo', server.urls)
  return server.stop
}
