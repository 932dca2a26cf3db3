/** `madang reference`: writes the reference of events, commands and RPCs from the contracts of the services. */
import { writeFile } from 'node:fs/promises'
import { contractReference } from '../platform/kit/contract-reference.ts'
import { services } from './services.ts'

export const REFERENCE = new URL('../docs/reference/events.md', import.meta.url)

export function reference(): string {
  const contracts = services.flatMap(({ contract }) => contract ?? [])
  return `# Events, commands and RPCs

What crosses the boundary of each service, from the contracts in \`contracts/\`. Written by \`node bin/madang.mjs reference\`; a test
compares it. Amounts are integers in minor units; \`sealed\` values are encrypted under a person's key. A field with \`?\` may be left out.

${contractReference(contracts)}`
}

export const writeReference = (): Promise<void> => writeFile(REFERENCE, reference())
