import { Mark } from './mark.tsx'
import classes from './product-picture.module.css'

/** Shelves with a tint of their own; others share four. */
const SHELVES = ['coffee', 'tea', 'bakery', 'store']
const SHARED_TINTS = 4

function tintOf(category: string): string {
  if (SHELVES.includes(category)) return category
  const sum = [...category].reduce((all, letter) => all + (letter.codePointAt(0) ?? 0), 0)
  return `shared-${sum % SHARED_TINTS}`
}

interface ProductPictureProps {
  readonly image: string | null | undefined
  /** The shelf it stands on gives the ground its tint. */
  readonly category?: string | undefined
  /** What it shows; empty where the name stands beside it. */
  readonly alt?: string
  readonly size?: 'card' | 'page' | 'line' | 'small'
  /** On the first screen: not loaded late. */
  readonly eager?: boolean
  /** Sold out. */
  readonly pale?: boolean
}

/** A product as it stands on its shelf; without a picture, the mark. */
export function ProductPicture(props: ProductPictureProps) {
  const { image, category, alt = '', size = 'card', eager = false, pale = false } = props
  return (
    <span
      className={classes.ground}
      data-shelf={category === undefined ? undefined : tintOf(category)}
      data-size={size}
      data-pale={pale || undefined}
    >
      {image ? (
        <img className={classes.picture} src={image} alt={alt} loading={eager ? 'eager' : 'lazy'} decoding="async" />
      ) : (
        <Mark className={classes.mark} frame="currentColor" fruit="currentColor" />
      )}
    </span>
  )
}
