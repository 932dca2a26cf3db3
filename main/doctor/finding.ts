/** What the doctor finds. */
import type { Sentence } from '../../platform/ports/mistake.ts'

export interface Finding extends Sentence {
  /** The setting, or the thing, that it is about. */
  readonly about: string
}

export const finding = (about: string, ko: string, en: string): Finding => ({ about, ko, en })
