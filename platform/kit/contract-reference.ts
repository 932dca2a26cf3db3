/** Generates the reference of events, commands and RPCs, as Markdown, from the contracts. */
import type { TSchema } from 'typebox'
import type { ServiceContract } from './contract.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const propertiesOf = (schema: JsonSchema): ReadonlyMap<string, JsonSchema> =>
  new Map(Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>))

/** A schema in a few words: `text`, `integer ≥ 1`, `(text | null)[]`. */
export function shapeOf(schema: TSchema): string {
  return shape(schema as JsonSchema)
}

function shape(schema: JsonSchema): string {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(each => shape(each as JsonSchema)).join(' | ')
  switch (schema.type) {
    case 'object':
      return objectShape(schema)
    case 'array':
      return arrayShape(schema)
    case 'string':
      return typeof schema.format === 'string' ? schema.format : 'text'
    case 'integer':
    case 'number':
      return `${schema.type}${schema.minimum === undefined ? '' : ` ≥ ${String(schema.minimum)}`}`
    case undefined:
      return 'any'
    default:
      return String(schema.type)
  }
}

function objectShape(schema: JsonSchema): string {
  const required = new Set((schema.required ?? []) as string[])
  const properties = [...propertiesOf(schema)]
  if (properties.length === 0) return schema.patternProperties === undefined ? '{}' : 'record'
  return `{ ${properties.map(([name, each]) => `${name}${required.has(name) ? '' : '?'}: ${shape(each)}`).join(', ')} }`
}

function arrayShape(schema: JsonSchema): string {
  const item = shape((schema.items ?? {}) as JsonSchema)
  return item.includes(' | ') ? `(${item})[]` : `${item}[]`
}

const sections = [
  ['Events', 'events', 'What it tells. Anyone may listen.'],
  ['Commands', 'commands', 'What its own sagas, timers and other services may ask of it.'],
  ['RPCs', 'rpcs', 'What it answers without changing anything.'],
] as const

/** One section for each service, in the order given. */
export const contractReference = (contracts: readonly ServiceContract[]): string =>
  contracts.map(serviceReference).join('\n')

function serviceReference(contract: ServiceContract): string {
  const parts = sections.map(([title, key, about]) => {
    const entries = Object.values(contract[key])
    return entries.length === 0
      ? ''
      : `### ${title} of ${contract.name}\n\n${about}\n\n${entries.map(entry).join('\n')}\n`
  })
  return `## ${contract.name}\n\n${parts.filter(part => part !== '').join('\n')}`
}

type Entry = ServiceContract['events'][string] | ServiceContract['commands'][string] | ServiceContract['rpcs'][string]

function entry(contract: Entry): string {
  const lines = [`- \`${contract.type}\` v${contract.version}: \`${shapeOf(contract.schema)}\``]
  if (contract.kind === 'command' && contract.reply) lines.push(`  - replies \`${shapeOf(contract.reply)}\``)
  if (contract.kind === 'rpc') lines.push(`  - answers \`${shapeOf(contract.answer)}\``)
  if (contract.kind === 'command' && contract.refusals.length > 0)
    lines.push(`  - refuses with ${contract.refusals.map(code => `\`${code}\``).join(', ')}`)
  return lines.join('\n')
}
