/** Texts of the API come in both languages. */
import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n/index.ts'

export type Localized = Readonly<Record<Language, string>>

/** A text of the API in the reader's language. */
export function useLocal(): (text: Localized) => string {
  const { i18n } = useTranslation()
  return text => text[i18n.language as Language]
}
