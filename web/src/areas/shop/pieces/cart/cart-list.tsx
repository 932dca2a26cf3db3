/** The lines of a cart, with what is done to each. */
import { ActionIcon, Button, Card, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatMoney, formatNumber } from '../../../../ui/format.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { Stepper } from '../stepper.tsx'
import { totalOf } from '../sums.ts'
import classes from './cart-list.module.css'
import { isOut, type Line, type LineNote } from './lines.ts'

export interface LineDeeds {
  readonly onQuantity: (line: Line, quantity: number) => void
  readonly onRemove: (line: Line) => void
}

interface CartListProps extends LineDeeds {
  readonly lines: readonly Line[]
  readonly label: string
}

export function CartList({ lines, label, ...deeds }: CartListProps) {
  return (
    <Card component="ul" className={classes.list} aria-label={label} p={0}>
      {lines.map(line => (
        <li key={line.productId} className={classes.line}>
          <LineOf line={line} {...deeds} />
        </li>
      ))}
    </Card>
  )
}

function LineOf({ line, onQuantity, onRemove }: LineDeeds & { readonly line: Line }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const { productId, image, category, price, currency, quantity, max } = line
  const name = local(line.name)
  const out = isOut(line)
  return (
    <>
      <ProductPicture image={image} category={category} size="line" pale={out} />
      <div className={classes.what}>
        <Link to="/shop/products/$id" params={{ id: productId }} className={classes.name}>
          {name}
        </Link>
        <Money amount={price} currency={currency} fz="sm" c="dimmed" />
        {line.note && (
          <Note note={line.note} currency={currency} price={price} onFit={left => onQuantity(line, left)} />
        )}
      </div>
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        aria-label={t('cart.remove', { name })}
        onClick={() => onRemove(line)}
      >
        <IconX size={18} stroke={1.8} aria-hidden />
      </ActionIcon>
      <div className={classes.foot}>
        {out ? (
          <span />
        ) : (
          <Stepper name={name} value={quantity} max={max} onChange={pieces => onQuantity(line, pieces)} />
        )}
        <Money amount={totalOf([line], currency)} currency={currency} fw={700} c={out ? 'dimmed' : undefined} />
      </div>
    </>
  )
}

interface NoteProps {
  readonly note: LineNote
  readonly price: number
  readonly currency: string
  /** Takes as many as there are. */
  readonly onFit: (left: number) => void
}

function Note({ note, price, currency, onFit }: NoteProps) {
  const { t } = useTranslation('shop')
  switch (note.kind) {
    case 'gone':
    case 'soldOut':
      return (
        <Text size="sm" c="var(--m-danger)">
          {t(`note.${note.kind}`)}
        </Text>
      )
    case 'rose':
    case 'fell': {
      const prices = { from: formatMoney(note.from, currency), to: formatMoney(price, currency) }
      return (
        <Text size="sm" c={note.kind === 'rose' ? 'var(--m-accent-text)' : 'var(--m-good)'}>
          {t(`note.${note.kind}`, prices)}
        </Text>
      )
    }
    case 'short':
      return (
        <Text size="sm" c="var(--m-danger)" component="div">
          {t('note.short', { count: note.left, left: formatNumber(note.left) })}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => onFit(note.left)}>
            {t('note.fit', { count: note.left, left: formatNumber(note.left) })}
          </Button>
        </Text>
      )
  }
}
