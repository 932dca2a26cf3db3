import classes from './sparkline.module.css'

interface SparklineProps {
  readonly values: readonly number[]
  readonly label: string
}

const WIDTH = 240
const HEIGHT = 36

/** A line of the last values, from zero up. */
export function Sparkline({ values, label }: SparklineProps) {
  if (values.length < 2) return null
  const top = Math.max(...values, 1)
  const points = values.map((value, place) => {
    const x = (place / (values.length - 1)) * WIDTH
    return `${x},${HEIGHT - (value / top) * (HEIGHT - 4) - 2}`
  })
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={classes.line}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      <polyline points={points.join(' ')} />
    </svg>
  )
}
