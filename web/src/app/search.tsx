/** The palette: pages by name, and records by what is typed. Opened by Ctrl-K. */
import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconPackage, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../api/client.ts'
import { useUser } from '../api/use-session.ts'
import type { Language } from '../i18n/index.ts'
import { AREAS, mayEnter } from './areas.ts'
import { matches } from './letters.ts'

const [store, spotlight] = createSpotlight()
const PRODUCTS_MAX = 6

interface SearchProps {
  readonly opened: boolean
  readonly onClose: () => void
}

export default function Search({ opened, onClose }: SearchProps) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  useEffect(() => {
    if (opened) spotlight.open()
  }, [opened])
  const words = useDeferredValue(query.trim())
  const pages = usePages(words)
  const products = useProducts(words)
  const groups = [
    { group: t('palette.pages'), actions: pages },
    { group: t('page.products'), actions: products },
  ].filter(({ actions }) => actions.length > 0)
  return (
    <Spotlight
      store={store}
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      // Filtered here: by jamo, and by the server.
      filter={(_, actions) => actions}
      onSpotlightClose={onClose}
      nothingFound={t('palette.nothing')}
      shortcut={null}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={20} stroke={1.8} />,
        placeholder: t('shell.search'),
        'aria-label': t('shell.search'),
      }}
    />
  )
}

function usePages(words: string): SpotlightActionData[] {
  const { t } = useTranslation()
  const router = useRouter()
  const user = useUser()
  return AREAS.filter(area => mayEnter(area, user)).flatMap(area =>
    area.pages
      .map(({ to, name, icon: Sign, words: more = '' }) => ({ to, label: t(`page.${name}`), Sign, more }))
      .filter(({ label, more }) => matches(`${label} ${more} ${t(`area.${area.id}`)}`, words))
      .map(({ to, label, Sign }) => ({
        id: to,
        label,
        description: t(`area.${area.id}`),
        leftSection: <Sign size={20} stroke={1.8} />,
        onClick: () => void router.navigate({ to }),
      })),
  )
}

function useProducts(words: string): SpotlightActionData[] {
  const { i18n } = useTranslation()
  const router = useRouter()
  const { data } = useQuery({
    queryKey: ['palette', 'products', words],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/products', { params: { query: { search: words, limit: PRODUCTS_MAX } }, signal })),
    enabled: words !== '',
    placeholderData: former => former,
  })
  if (words === '') return []
  return (data?.items ?? []).map(({ id, name }) => ({
    id,
    label: name[i18n.language as Language],
    leftSection: <IconPackage size={20} stroke={1.8} />,
    onClick: () => void router.navigate({ to: '/shop/products/$id', params: { id } }),
  }))
}
