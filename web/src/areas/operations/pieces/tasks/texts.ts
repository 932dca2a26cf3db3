import type { Language } from '../../../../i18n/index.ts'

interface Named {
  readonly ko: string
  readonly en: string
}

/** A text of the API that comes in both languages. */
export const inLanguage = (named: Named, language: string): string => named[language as Language] ?? named.en

/** What a task says of its cause: the text of its code, or the code. */
export const causeOf = (task: { readonly cause: Named | null; readonly why: string }, language: string): string =>
  task.cause ? inLanguage(task.cause, language) : task.why
