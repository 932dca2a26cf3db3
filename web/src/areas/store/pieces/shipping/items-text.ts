import { useTranslation } from 'react-i18next'
import { type Localized, useLocal } from '../../../../ui/local.ts'

/** `식빵 외 2개`, as a list says what an order is for. */
export function useItemsText(): (items: readonly { readonly name: Localized }[]) => string {
  const { t } = useTranslation('store')
  const local = useLocal()
  return items => {
    const [first, ...others] = items
    const name = first ? local(first.name) : ''
    return others.length > 0 ? t('shipping.more', { name, count: others.length }) : name
  }
}
