/** Whether what a message carries matches its contract's schema. Validators are compiled when they are first needed. */
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

/** A message from another process, or for one, that its contract does not allow. */
export class ContractViolation extends Error {}

export const matches = (schema: TSchema, data: unknown): boolean => validatorOf(schema).Check(data)

/** Throws `ContractViolation`. Properties that the schema does not name are passed over: a newer sender may add some. */
export function mustMatch({ type, schema }: Checked, data: unknown): void {
  if (matches(schema, data)) return
  const [, errors] = validatorOf(schema).Errors(data)
  const [first] = errors
  throw new ContractViolation(
    `${type} does not match its contract${first ? `: ${first.instancePath} ${first.message}` : ''}`,
  )
}
