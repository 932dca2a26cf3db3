/** Reads the environment by the table of settings, or says everything that is wrong with it at once. */
import { Mistake, type Sentence } from '../../platform/ports/mistake.ts'
import { type Env, type Setting, settings } from './settings.ts'

const VALUE_CHARS_MAX = 60

/** Set to nothing is not set: `PORT=` in a file of settings means the default. */
export const withoutEmpty = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))

function shownValue({ secret }: Setting, text: string): string {
  if (secret) return ''
  return `"${text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text}"`
}

export function wrongSettings(env: Env): readonly Sentence[] {
  const found: Sentence[] = []
  for (const setting of settings) {
    const text = env[setting.name]
    const said = text ? setting.form(text) : null
    if (!text || !said) continue
    const value = shownValue(setting, text)
    found.push({
      ko: `${setting.name}의 값을 읽을 수 없어요${value && ` (${value})`}. ${said.ko}.`,
      en: `${setting.name} ${value ? `is ${value}` : 'cannot be read'}: ${said.en}.`,
    })
  }
  return found
}

/** The environment without empty values. Throws a `Mistake` that names every wrong setting. */
export function checkedSettings(env: Env): Env {
  const given = withoutEmpty(env)
  const wrong = wrongSettings(given)
  if (wrong.length > 0) throw new Mistake(wrong)
  return given
}
