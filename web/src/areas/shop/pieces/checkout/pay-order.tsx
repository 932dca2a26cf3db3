/** An order waits for its payment: for the first time, or after one that came to nothing. */
import type { Payment } from '@madang/client'
import { Card, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptState } from '../../../../api/attempt.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { formatInstant } from '../../../../ui/format.ts'
import classes from '../columns.module.css'
import { AddressText } from '../orders/address-text.tsx'
import type { OrderInFull } from '../queries.ts'
import type { UsedCardForm } from './card-form.tsx'
import { focusFirst } from './focus.ts'
import { type Method, MethodChoice, useLeft } from './method.tsx'
import { Notice } from './refused.tsx'
import { failureKind, lastFailure } from './stage.ts'
import { PayButton, Summary } from './summary.tsx'
import type { UsedPay } from './use-pay.ts'

const FORM = 'pay'

interface PayOrderProps {
  readonly order: OrderInFull
  readonly payments: readonly Payment[]
  readonly paying: UsedPay
  readonly card: UsedCardForm
  /** Null until one was chosen. */
  readonly method: Method | null
  readonly onMethod: (method: Method) => void
}

export function PayOrder({ order, payments, paying, card, method: chosen, onMethod }: PayOrderProps) {
  const { t } = useTranslation('shop')
  const { items, total, currency, shippingAddress, payUntil } = order
  const { state, busy, retry, isNothing } = paying
  const left = useLeft(total, currency)
  const method = chosen ?? firstMethod(left, lastFailure(payments))
  const isShort = method === 'wallet' && left !== null && left < 0
  useRefusedCard(state, card)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isShort) return
    if (method === 'wallet') paying.pay(null)
    else if (card.validate().hasErrors) focusFirst()
    else paying.pay(card.getValues())
  }
  return (
    <form id={FORM} onSubmit={submit} noValidate className={classes.columns}>
      <div className={classes.main}>
        <Failed state={state} isNothing={isNothing} payments={payments} />
        <Card>
          <Title order={2} size="h3" mb="md">
            {t('checkout.method')}
          </Title>
          <MethodChoice value={method} onChange={onMethod} left={left} currency={currency} card={card} />
        </Card>
        {shippingAddress && (
          <Card>
            <Title order={2} size="h3" mb="sm">
              {t('checkout.address')}
            </Title>
            <AddressText address={shippingAddress} />
          </Card>
        )}
      </div>
      <Summary
        lines={items}
        {...{ total, currency }}
        notice={isOfCard(state) ? null : <AttemptNotice state={state} onRetry={retry} />}
      >
        {payUntil && (
          <Text size="sm" c="dimmed">
            {t('checkout.until', { time: formatInstant(payUntil) })}
          </Text>
        )}
        <PayButton form={FORM} total={total} currency={currency} busy={busy} disabled={isShort} />
      </Summary>
    </form>
  )
}

/** It is shown at the card. */
const isOfCard = (state: AttemptState): boolean => state.phase === 'refused' && state.refusal.code === 'card_refused'

/** What failed before is not proposed again while there is another way. */
function firstMethod(left: number | null, failed: Payment | null): Method {
  if (left !== null && left < 0) return 'card'
  return failed?.paymentMethod === 'wallet' ? 'card' : 'wallet'
}

/** A card that the processor does not take is told at its number. */
function useRefusedCard(state: AttemptState, { setFieldError }: UsedCardForm): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is shown once, and what is typed then clears it.
  useEffect(() => {
    if (state.phase !== 'refused' || state.refusal.code !== 'card_refused') return
    setFieldError('number', state.refusal.message)
    focusFirst()
  }, [state])
}

interface FailedProps extends Pick<PayOrderProps, 'payments'> {
  readonly state: AttemptState
  readonly isNothing: boolean
}

/** The last payment came to nothing: why, and what else there is. */
function Failed({ state, isNothing, payments }: FailedProps) {
  const { t } = useTranslation('shop')
  const failure = lastFailure(payments)
  if (state.phase === 'refused' || state.phase === 'unknown') return null
  if (failure)
    return (
      <Notice color="crimson" title={t('payFailed.title')}>
        <Stack gap={2}>
          <Text size="sm">{t(`failed.${failureKind(failure.reason)}`)}</Text>
          <Text size="sm">{t('failed.unpaid')}</Text>
        </Stack>
      </Notice>
    )
  return isNothing ? <Notice title={t('payFailed.nothing')}>{t('payFailed.nothingText')}</Notice> : null
}
