/** The checkout of something that is not ordered yet: where to, how it is paid, and what it costs. */
import { Card, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { CardSkeleton } from '../../../../ui/states.tsx'
import { EmptyCart } from '../cart/empty-cart.tsx'
import classes from '../columns.module.css'
import { type AddressForm, addressErrors, addressOf } from './address.ts'
import { AddressFields, type UsedAddressForm, useAddressForm } from './address-form.tsx'
import { type Basket, type Source, useBasket } from './basket.ts'
import { useCardForm } from './card-form.tsx'
import { focusFirst } from './focus.ts'
import { type Method, MethodChoice, useLeft } from './method.tsx'
import { Refused } from './refused.tsx'
import { PayButton, Summary } from './summary.tsx'
import { usePlace } from './use-place.ts'

const FORM = 'checkout'

interface NewOrderProps {
  readonly source: Source
  readonly first: AddressForm
}

export function NewOrder({ source, first }: NewOrderProps) {
  const basket = useBasket(source)
  const placing = usePlace()
  // What was sent may have emptied the cart: its outcome is asked for before anything else is said.
  if (basket) return <Form first={first} basket={basket} placing={placing} />
  if (placing.state.phase !== 'idle') return <AttemptNotice state={placing.state} onRetry={placing.retry} />
  return basket === null ? <EmptyCart /> : <CardSkeleton rows={4} />
}

interface FormProps extends Pick<NewOrderProps, 'first'> {
  readonly basket: Basket
  readonly placing: ReturnType<typeof usePlace>
}

function Form({ first, basket, placing }: FormProps) {
  const { t } = useTranslation('shop')
  const { state, busy, retry } = placing
  const refusal = state.phase === 'refused' ? state.refusal : null
  const { total, currency, lines, wanted } = basket
  const address = useAddressForm(first)
  const card = useCardForm()
  const left = useLeft(total, currency)
  const [chosen, setChosen] = useState<Method | null>(null)
  const method = chosen ?? (left !== null && left < 0 ? 'card' : 'wallet')
  const isShort = method === 'wallet' && left !== null && left < 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isShort) return
    const isWrong = [address.validate(), ...(method === 'card' ? [card.validate()] : [])].some(each => each.hasErrors)
    if (isWrong) return focusFirst()
    const shippingAddress = addressOf(address.getValues())
    if (method === 'wallet') placing.place({ ...wanted, shippingAddress, paymentMethod: 'wallet' }, null)
    else placing.place({ ...wanted, shippingAddress }, card.getValues())
  }
  useRefusedFields(refusal, address)
  useFreshBasket(refusal)
  return (
    <form id={FORM} onSubmit={submit} noValidate className={classes.columns}>
      <div className={classes.main}>
        <Card>
          <Title order={2} size="h3" mb="md">
            {t('checkout.address')}
          </Title>
          <AddressFields form={address} />
        </Card>
        <Card>
          <Title order={2} size="h3" mb="md">
            {t('checkout.method')}
          </Title>
          <MethodChoice value={method} onChange={setChosen} left={left} currency={currency} card={card} />
        </Card>
      </div>
      <Summary
        {...{ lines, total, currency }}
        notice={
          refusal && !isOfFields(refusal) ? (
            <Refused refusal={refusal} lines={lines} />
          ) : (
            <AttemptNotice state={state} onRetry={retry} fields={Object.keys(refusal?.fields ?? {})} />
          )
        }
      >
        <PayButton form={FORM} total={total} currency={currency} busy={busy} disabled={isShort} />
      </Summary>
    </form>
  )
}

const isOfFields = (refusal: Refusal): boolean => Object.keys(addressErrors(refusal.fields)).length > 0

/** What the API says of the address stands at its fields. */
function useRefusedFields(refusal: Refusal | null, form: UsedAddressForm): void {
  const { setErrors } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is shown once, and what is typed then clears it.
  useEffect(() => {
    if (!refusal || !isOfFields(refusal)) return
    setErrors(addressErrors(refusal.fields))
    focusFirst()
  }, [refusal])
}

/** What is ordered is something else by now: the summary shows that, and the button agrees to it. */
const CHANGED = ['price_changed', 'cart_changed']

function useFreshBasket(refusal: Refusal | null): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!refusal || !CHANGED.includes(refusal.code)) return
    for (const queryKey of [['cart'], ['products']]) void queryClient.invalidateQueries({ queryKey })
  }, [refusal, queryClient])
}
