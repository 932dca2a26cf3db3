/**
 * Texts in two languages. Each area has its own namespace, which its route loads beside its code; `ui` is there from the
 * start. Keys are typed by the Korean file; a test demands the same keys in English.
 */
import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type JosaPair, josa } from './josa.ts'

export type Language = 'ko' | 'en'
export const LANGUAGES: readonly Language[] = ['ko', 'en']
const STORED = 'madang.language'

/** One chunk for each area and language. */
const files = import.meta.glob<Record<string, unknown>>('../{ui,app/design,areas/*}/texts/{ko,en}.json', {
  import: 'default',
})

/** Where a namespace lies that is no area's. */
const FOLDERS: Record<string, string> = { ui: 'ui', design: 'app/design' }

const pathOf = (namespace: string, language: Language): string =>
  `../${FOLDERS[namespace] ?? `areas/${namespace}`}/texts/${language}.json`

export const language = (): Language => (document.documentElement.lang === 'en' ? 'en' : 'ko')

async function load(namespace: string, wanted: Language): Promise<void> {
  if (i18next.hasResourceBundle(wanted, namespace)) return
  const file = files[pathOf(namespace, wanted)]
  if (!file) throw new Error(`no texts for ${namespace} in ${wanted}`)
  i18next.addResourceBundle(wanted, namespace, await file())
}

const used = new Set<string>()

/** For a route's loader: the texts of an area in today's language. */
export async function loadTexts(namespace: string): Promise<void> {
  used.add(namespace)
  await load(namespace, language())
}

export async function startTexts(): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language(),
    fallbackLng: false,
    ns: [],
    defaultNS: 'ui',
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  })
  // {{name, josa(pair: 을/를)}} in a Korean text.
  i18next.services.formatter?.add('josa', (value, _language, options) => josa(String(value), options.pair as JosaPair))
  await loadTexts('ui')
  return i18next
}

/** Changes the language of the page: texts first, so that nothing is drawn half translated. */
export async function changeLanguage(wanted: Language): Promise<void> {
  await Promise.all([...used].map(namespace => load(namespace, wanted)))
  document.documentElement.lang = wanted
  document.title = wanted === 'ko' ? '마당' : 'Madang'
  try {
    localStorage.setItem(STORED, wanted)
  } catch {
    // A browser that keeps nothing still changes the open page.
  }
  await i18next.changeLanguage(wanted)
}
