/** Validates the data of messages against the schemas of their contracts. Validators are compiled on first use. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'

interface Checked {
  readonly type: string
  readonly schema: TSchema
}

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function validatorOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = validators.get(schema)
  if (known) return known
  const validator = Compile(schema)
  validators.set(schema, validator)
  return validator
}

/** A message from or for another process that violates its contract. */
export class ContractViolation extends Error {}

export const matches = (schema: TSchema, data: unknown): boolean => validatorOf(schema).Check(data)

/** Throws `ContractViolation`. Undeclared properties are ignored: a newer sender may add some. */
export function mustMatch({ type, schema }: Checked, data: unknown): void {
  if (matches(schema, data)) return
  const [, errors] = validatorOf(schema).Errors(data)
  const [first] = errors
  throw new ContractViolation(
    `${type} does not match its contract${first ? `: ${first.instancePath} ${first.message}` : ''}`,
  )
}
