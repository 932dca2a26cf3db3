import type { UseFormReturnType } from '@mantine/form'
import { Refusal } from '../../../../api/client.ts'
import {
  BANK_ACCOUNT_FIELDS,
  BANK_ACCOUNT_PLACES,
  type BankAccountValues,
} from '../../../../ui/bank-account-fields.tsx'
import { focusField, showAtFields } from '../../../../ui/form.ts'

/** Puts a refusal at the fields of a bank account, which the API names below `bankAccount`. */
export function showAtAccount(form: UseFormReturnType<BankAccountValues>, error: unknown): boolean {
  if (showAtFields(form, error, BANK_ACCOUNT_FIELDS, BANK_ACCOUNT_PLACES)) return true
  if (!(error instanceof Refusal)) return false
  const named = BANK_ACCOUNT_FIELDS.flatMap(field => {
    const message = error.fields[`bankAccount.${field}`]
    return message === undefined ? [] : [[field, message] as const]
  })
  const [first] = named
  if (first === undefined) return false
  form.setErrors(Object.fromEntries(named))
  focusField(form, first[0])
  return true
}
