/** What forms do with what is wrong: it stands at its field, and the first wrong field has the focus. */
import type { UseFormReturnType } from '@mantine/form'
import { Refusal } from '../api/problem.ts'

type Form<V> = Pick<UseFormReturnType<V>, 'setErrors' | 'getInputNode'>

export function focusField<V>(form: Pick<Form<V>, 'getInputNode'>, field: string): void {
  // After the error is drawn, so that a screen reader hears it with the field.
  requestAnimationFrame(() => form.getInputNode(field)?.focus())
}

/** For the second argument of `form.onSubmit`. */
export const focusFirstWrong =
  <V>(form: Pick<Form<V>, 'getInputNode'>) =>
  (errors: object): void => {
    const [first] = Object.keys(errors)
    if (first !== undefined) focusField(form, first)
  }

/**
 * Puts a refusal at the fields it is about: those that the API names, or the one that `places` gives for its code. False
 * where the form has none for it, and the refusal belongs into an alert.
 */
export function showAtFields<V>(
  form: Form<V>,
  error: unknown,
  fields: readonly string[],
  places: Readonly<Record<string, string>> = {},
): boolean {
  if (!(error instanceof Refusal)) return false
  const place = places[error.code]
  const named = place === undefined ? error.fields : { [place]: error.message }
  const errors = Object.fromEntries(Object.entries(named).filter(([field]) => fields.includes(field)))
  const [first] = Object.keys(errors)
  if (first === undefined) return false
  form.setErrors(errors)
  focusField(form, first)
  return true
}

/**
 * Writes what was typed in its usual form, once the field is left. Nothing is set where it stands so already: that would
 * take its error away, and what is below would move from under a click.
 */
export function reformat(text: string, format: (text: string) => string, set: (text: string) => void): void {
  const formatted = format(text)
  if (formatted !== text) set(formatted)
}
