/** A field in its usual form, once it is left. */
import type { FocusEvent } from 'react'

/**
 * Writes a field in its usual form once it is left. What is in that form already is left alone: a change would clear the
 * field's error, and move what is clicked from under the pointer.
 */
export const formatOnBlur =
  (format: (text: string) => string, set: (text: string) => void) =>
  ({ currentTarget: { value } }: FocusEvent<HTMLInputElement>): void => {
    const written = format(value)
    if (written !== value) set(written)
  }
