/** What narrows the shelf: words, a category, an order. All of it stands in the address. */
import { CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../../ui/chips.tsx'
import { formatNumber } from '../../../../ui/format.ts'
import { useLocal } from '../../../../ui/local.ts'
import { categories, type ShelfSearch, SORTS, type Sort } from '../queries.ts'
import classes from './shelf-tools.module.css'

/** Short enough to feel at once, long enough for the next letter. */
const TYPING_MS = 120
const ALL = ''

interface ShelfToolsProps {
  readonly search: ShelfSearch
  readonly onChange: (change: ShelfSearch) => void
}

export function ShelfTools({ search, onChange }: ShelfToolsProps) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const { data = [] } = useQuery(categories())
  const all = data.reduce((sum, { products }) => sum + products, 0)
  const counted = (name: string, count: number) => t('shelf.counted', { name, count: formatNumber(count) })
  return (
    <search className={classes.tools} aria-label={t('shelf.narrow')}>
      <div className={classes.chips}>
        <Chips
          label={t('shelf.category')}
          value={search.category ?? ALL}
          options={[
            [ALL, all === 0 ? t('shelf.all') : counted(t('shelf.all'), all)],
            ...data.map(({ category, name, products }) => [category, counted(local(name), products)] as const),
          ]}
          onChange={category => onChange({ category: category === ALL ? undefined : category })}
        />
      </div>
      <Words words={search.q ?? ''} onChange={q => onChange({ q: q === '' ? undefined : q })} />
      <Select
        className={classes.sort}
        aria-label={t('shelf.sort')}
        value={search.sort ?? SORTS[0]}
        data={SORTS.map(sort => ({ value: sort, label: t(`sort.${sort}`) }))}
        allowDeselect={false}
        checkIconPosition="right"
        onChange={sort => onChange({ sort: sort === SORTS[0] ? undefined : (sort as Sort) })}
      />
    </search>
  )
}

interface WordsProps {
  readonly words: string
  readonly onChange: (words: string) => void
}

/** Searches while words are typed, also while a syllable is composed. */
function Words({ words, onChange }: WordsProps) {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  const [text, setText] = useState(words)
  const sent = useRef(words)
  const send = useDebouncedCallback((typed: string) => {
    sent.current = typed.trim()
    onChange(sent.current)
  }, TYPING_MS)
  // The address changed by itself: back, or "show all".
  useEffect(() => {
    if (words === sent.current) return
    sent.current = words
    setText(words)
  }, [words])
  const type = (typed: string) => {
    setText(typed)
    send(typed)
  }
  return (
    <TextInput
      className={classes.words}
      type="search"
      value={text}
      onChange={event => type(event.currentTarget.value)}
      placeholder={t('shelf.search')}
      aria-label={t('shelf.search')}
      autoComplete="off"
      enterKeyHint="search"
      leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
      rightSection={text === '' ? null : <CloseButton aria-label={ui('table.clear')} onClick={() => type('')} />}
    />
  )
}
