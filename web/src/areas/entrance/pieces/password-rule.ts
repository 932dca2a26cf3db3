/** What a new password needs; the server asks for the same. */
import { useTranslation } from 'react-i18next'

export const PASSWORD_MIN = 8

/** For `validate` of a form. Letters are counted as people see them. */
export function usePasswordRule(): (password: string) => string | null {
  const { t } = useTranslation('entrance')
  return password => ([...password].length >= PASSWORD_MIN ? null : t('signUp.shortPassword', { count: PASSWORD_MIN }))
}
