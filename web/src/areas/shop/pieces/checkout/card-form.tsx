import { Group, SimpleGrid, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { demoQuery } from '../../../../api/demo.ts'
import { type Card, type CardFault, cardFaults, TEST_CARDS, type TestCard, writeExpiry, writeNumber } from './card.ts'
import classes from './card-form.module.css'
import { formatOnBlur } from './format-on-blur.ts'

const NO_CARD: Card = { number: '', expiry: '', cvv: '' }
const TESTS = Object.keys(TEST_CARDS) as TestCard[]
/** Any date to come, and any code, will do in the sandbox. */
const TEST_REST = { expiry: '12/30', cvv: '123' }

export function useCardForm() {
  const { t } = useTranslation('shop')
  return useForm<Card>({
    mode: 'uncontrolled',
    initialValues: NO_CARD,
    validate: card => Object.fromEntries(cardFaults(card).map((field: CardFault) => [field, t(`card.wrong.${field}`)])),
  })
}

export type UsedCardForm = ReturnType<typeof useCardForm>

export function CardFields({ form }: { readonly form: UsedCardForm }) {
  const { t } = useTranslation('shop')
  const number = form.getInputProps('number')
  const expiry = form.getInputProps('expiry')
  return (
    <Stack gap="md">
      <TextInput
        {...number}
        key={form.key('number')}
        label={t('card.number')}
        placeholder="0000 0000 0000 0000"
        inputMode="numeric"
        autoComplete="cc-number"
        onBlur={formatOnBlur(writeNumber, text => form.setFieldValue('number', text))}
      />
      <SimpleGrid cols={2} spacing="md">
        <TextInput
          {...expiry}
          key={form.key('expiry')}
          label={t('card.expiry')}
          placeholder="12/30"
          inputMode="numeric"
          autoComplete="cc-exp"
          onBlur={formatOnBlur(writeExpiry, text => form.setFieldValue('expiry', text))}
        />
        <TextInput
          {...form.getInputProps('cvv')}
          key={form.key('cvv')}
          label={t('card.cvv')}
          placeholder="123"
          inputMode="numeric"
          autoComplete="cc-csc"
          maxLength={4}
        />
      </SimpleGrid>
      <TestCards onChoose={card => form.setValues(card)} />
    </Stack>
  )
}

/** In the demo: cards of the sandbox, by what becomes of them. */
function TestCards({ onChoose }: { readonly onChoose: (card: Card) => void }) {
  const { t } = useTranslation('shop')
  const { data } = useQuery(demoQuery())
  if (!data || data.people.length === 0) return null
  return (
    <div>
      <Text size="sm" c="dimmed" mb={6}>
        {t('card.test')}
      </Text>
      <Group gap="xs">
        {TESTS.map(test => (
          <UnstyledButton
            key={test}
            className={classes.chip}
            onClick={() => onChoose({ number: TEST_CARDS[test], ...TEST_REST })}
          >
            {t(`card.tests.${test}`)}
          </UnstyledButton>
        ))}
      </Group>
    </div>
  )
}
