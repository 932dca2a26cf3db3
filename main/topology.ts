/** `madang topology`: what runs in a process of the platform, without a database. */
import { topologyOf } from '../platform/runtime/topology.ts'
import { topologyMermaid, topologyText } from '../platform/runtime/topology-text.ts'
import { services } from './services.ts'

export async function topology(args: readonly string[]): Promise<void> {
  const unknown = args.find(arg => arg !== '--mermaid')
  if (unknown !== undefined) throw new Error(`madang topology takes no ${unknown}, only --mermaid`)
  const print = args.includes('--mermaid') ? topologyMermaid : topologyText
  process.stdout.write(print(topologyOf(services)))
}
