import { useTranslation } from 'react-i18next'

/** What a kind of account is called; its code where it has no name. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('operations')
  return kind => t(`ledger.kinds.${kind}` as never, { defaultValue: kind })
}
