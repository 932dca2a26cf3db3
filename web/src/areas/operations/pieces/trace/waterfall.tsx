import { UnstyledButton } from '@mantine/core'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { ServiceBadge } from '../service-badge.tsx'
import { hueOf } from '../services.ts'
import { formatLength } from '../time.ts'
import { type Axis, barOf, lengthOf, startOf } from './axis.ts'
import type { Span } from './spans.ts'
import classes from './waterfall.module.css'

interface WaterfallProps {
  readonly spans: readonly Span[]
  readonly axis: Axis
  readonly onOpen: (span: Span) => void
}

/** Deeper ones are not indented further: their names need the room. */
const DEPTH_MAX = 6

const percent = (part: number): string => `${part * 100}%`

/** Names on the left, bars on an axis on the right: what led to what, where, when and for how long. */
export function Waterfall({ spans, axis, onOpen }: WaterfallProps) {
  const { t } = useTranslation('operations')
  const start_ms = startOf(spans)
  return (
    <div className={classes.frame}>
      <div className={classes.axis} aria-hidden="true">
        <span />
        <div className={classes.ticks}>
          {axis.ticks.map(tick => (
            <span key={tick} className={classes.tick} style={{ insetInlineStart: percent(tick / axis.length) }}>
              {axis.mode === 'time' ? formatLength(tick) : t('trace.orderTick', { place: tick + 1 })}
            </span>
          ))}
        </div>
      </div>
      <ol className={classes.waterfall} aria-label={t('trace.waterfall')}>
        {spans.map(span => (
          <li key={span.key}>
            <Row span={span} axis={axis} start_ms={start_ms} onOpen={() => onOpen(span)} />
          </li>
        ))}
      </ol>
    </div>
  )
}

interface RowProps {
  readonly span: Span
  readonly axis: Axis
  readonly start_ms: number
  readonly onOpen: () => void
}

const colorOf = (service: string): string => {
  const hue = hueOf(service)
  return hue === 'gray' ? 'var(--mantine-color-gray-5)' : `var(--mantine-color-${hue}-5)`
}

function Row({ span, axis, start_ms, onOpen }: RowProps) {
  const { t } = useTranslation('operations')
  const { service, name, kind, depth, trouble, from } = span
  const { left, width, isMoment } = barOf(span, axis, start_ms)
  const length = lengthOf(span)
  const indent = { '--depth': Math.min(depth, DEPTH_MAX) } as CSSProperties
  return (
    <UnstyledButton className={classes.row} onClick={onOpen}>
      <span className={classes.name} style={indent}>
        <ServiceBadge service={service} />
        <span className={classes.label} data-strong={kind === 'event' ? undefined : true} title={name}>
          {name}
        </span>
        <span className="sr-only">{t('trace.row', { from: formatLength(from.at_ms - start_ms), length })}</span>
      </span>
      <span className={classes.track} aria-hidden="true">
        {axis.ticks.map(tick => (
          <span key={tick} className={classes.line} style={{ insetInlineStart: percent(tick / axis.length) }} />
        ))}
        <span
          className={classes.bar}
          data-moment={isMoment || undefined}
          data-trouble={trouble === null ? undefined : true}
          style={
            {
              '--bar': colorOf(service),
              insetInlineStart: percent(left),
              ...(!isMoment && { width: percent(width) }),
            } as CSSProperties
          }
        />
        <span
          className={classes.length}
          style={{ insetInlineStart: `calc(${percent(left + width)} + ${isMoment ? 8 : 0}px)` }}
        >
          {trouble ?? (axis.mode === 'time' && kind !== 'event' ? length : '')}
        </span>
      </span>
    </UnstyledButton>
  )
}
