/** `madang topology`: what runs in a process of the platform, without a database. */
import { topologyOf } from '../platform/runtime/topology.ts'
import { topologyMermaid, topologyText } from '../platform/runtime/topology-text.ts'
import { services } from './services.ts'

export async function topology(asMermaid: boolean): Promise<void> {
  const print = asMermaid ? topologyMermaid : topologyText
  process.stdout.write(print(topologyOf(services)))
}
