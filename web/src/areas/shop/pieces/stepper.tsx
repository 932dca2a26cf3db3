import { ActionIcon } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './stepper.module.css'

const DIGITS_MAX = 3

interface StepperProps {
  /** What is counted, for screen readers. */
  readonly name: string
  readonly value: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** One more, one less, or a number typed: more than there is becomes all there is. */
export function Stepper({ name, value, max, onChange }: StepperProps) {
  const { t } = useTranslation('shop')
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    const wanted = Number(typed ?? '')
    setTyped(null)
    if (typed === null || wanted < 1) return
    const next = Math.min(wanted, max)
    if (next !== value) onChange(next)
  }
  return (
    <fieldset className={classes.stepper} aria-label={t('stepper.label', { name })}>
      <ActionIcon
        className={classes.button}
        variant="default"
        aria-label={t('stepper.less')}
        disabled={value <= 1}
        onClick={() => onChange(Math.min(value - 1, max))}
      >
        <IconMinus size={16} stroke={2} aria-hidden />
      </ActionIcon>
      <input
        className={classes.value}
        inputMode="numeric"
        autoComplete="off"
        aria-label={t('stepper.value')}
        value={typed ?? value}
        onChange={event => setTyped(event.currentTarget.value.replace(/\D/g, '').slice(0, DIGITS_MAX))}
        onFocus={event => event.currentTarget.select()}
        onBlur={commit}
        onKeyDown={event => event.key === 'Enter' && commit()}
      />
      <ActionIcon
        className={classes.button}
        variant="default"
        aria-label={t('stepper.more')}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      >
        <IconPlus size={16} stroke={2} aria-hidden />
      </ActionIcon>
    </fieldset>
  )
}
