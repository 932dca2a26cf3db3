import { Group, TextInput, type TextInputProps, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatMoney, spokenWon } from './format.ts'
import classes from './money-input.module.css'
import { type ReadMoney, readMoney, writeMoney } from './money-text.ts'

const MAN = 10_000
/** Keeps the line below the field when there is nothing to say. */
const NOTHING = '\u00a0'
const CHIPS: Record<string, readonly number[]> = { KRW: [10_000, 50_000, 100_000], USD: [10, 50, 100] }
const FRACTION: Record<string, number> = { KRW: 0, USD: 2 }

interface MoneyInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly currency?: string
  /** An amount above it is an error at once. */
  readonly max?: number
  readonly maxText?: string
  readonly chips?: boolean
}

/** A field for an amount: separators while typing, the amount as it is said below, chips that add to it. */
export function MoneyInput(props: MoneyInputProps) {
  const { value, onChange, currency = 'KRW', max, maxText, chips, error, ...input } = props
  const { i18n } = useTranslation()
  const fraction = FRACTION[currency] ?? 2
  const { amount, fault } = readMoney(value, fraction)
  const own = useFault(fault, amount, max, maxText)
  const inWon = currency === 'KRW' && i18n.language === 'ko'
  return (
    <div>
      <TextInput
        inputMode={fraction === 0 ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={value}
        onChange={event => onChange(writeMoney(event.currentTarget.value, fraction))}
        error={own ?? error}
        description={inWon && amount ? spokenWon(amount) : NOTHING}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        rightSection={inWon ? '원' : currency}
        rightSectionWidth={inWon ? 36 : 56}
        classNames={{ input: classes.input }}
        {...input}
      />
      {chips && (
        <Chips
          currency={currency}
          max={max}
          onAdd={more => onChange(writeMoney(String((amount ?? 0) + more), fraction))}
          onAll={all => onChange(writeMoney(String(all), fraction))}
        />
      )}
    </div>
  )
}

/** What is wrong with what was typed, said at once. */
function useFault(
  fault: ReadMoney['fault'],
  amount: number | null,
  max: number | undefined,
  maxText: string | undefined,
): string | null {
  const { t } = useTranslation()
  if (fault) return t(`moneyInput.${fault}`)
  const isOver = max !== undefined && amount !== null && amount > max
  return isOver ? (maxText ?? t('moneyInput.tooMuch')) : null
}

interface ChipsProps {
  readonly currency: string
  readonly max: number | undefined
  readonly onAdd: (amount: number) => void
  readonly onAll: (amount: number) => void
}

function Chips({ currency, max, onAdd, onAll }: ChipsProps) {
  const { t, i18n } = useTranslation()
  const said = (chip: number) =>
    currency === 'KRW' && i18n.language === 'ko' ? `${chip / MAN}만` : formatMoney(chip, currency)
  return (
    <Group gap="xs" mt={4}>
      {(CHIPS[currency] ?? []).map(chip => (
        <UnstyledButton key={chip} className={classes.chip} onClick={() => onAdd(chip)}>
          +{said(chip)}
        </UnstyledButton>
      ))}
      {max !== undefined && max > 0 && (
        <UnstyledButton className={classes.chip} onClick={() => onAll(max)}>
          {t('moneyInput.all')}
        </UnstyledButton>
      )}
    </Group>
  )
}
