import { Alert, Button, PasswordInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../ui/chips.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { formatMoney } from '../../ui/format.ts'
import { MoneyInput } from '../../ui/money-input.tsx'
import classes from './design.module.css'

const AMOUNT = 54_900

export function Buttons() {
  const { t } = useTranslation('design')
  const [asking, setAsking] = useState(false)
  const pay = t('sample.payAmount', { amount: formatMoney(AMOUNT) })
  return (
    <>
      <div className={classes.row}>
        <Button onClick={() => setAsking(true)}>{pay}</Button>
        <Button variant="default" onClick={() => notifications.show({ message: t('sample.toast'), color: 'pine' })}>
          {t('sample.secondary')}
        </Button>
        <Button variant="light">{t('sample.light')}</Button>
        <Button variant="subtle">{t('sample.text')}</Button>
        <Button color="crimson.7">{t('sample.danger')}</Button>
        <Button disabled>{t('sample.disabled')}</Button>
        <Button loading>{pay}</Button>
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('sample.sure')}
        action={pay}
        onConfirm={() => setAsking(false)}
      >
        <Text>{t('sample.sureText')}</Text>
      </Confirm>
    </>
  )
}

type Choice = 'all' | 'coffee' | 'tea'

export function Fields() {
  const { t } = useTranslation('design')
  const [amount, setAmount] = useState('1,234,500')
  const [choice, setChoice] = useState<Choice>('all')
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('sample.email')} placeholder="name@example.com" />
        <TextInput label={t('sample.account')} defaultValue="110-123-45678" error={t('sample.accountError')} />
        <PasswordInput label={t('sample.password')} defaultValue="madang" />
        <Select label={t('sample.bank')} data={['신한', '국민', '우리']} defaultValue="신한" />
        <MoneyInput label={t('sample.amount')} value={amount} onChange={setAmount} max={2_000_000} chips />
        <TextInput label={t('sample.disabled')} disabled defaultValue="마당" />
      </SimpleGrid>
      <Chips
        label={t('sample.category')}
        value={choice}
        onChange={setChoice}
        options={[
          ['all', t('sample.all')],
          ['coffee', t('sample.coffee')],
          ['tea', t('sample.tea')],
        ]}
      />
      <Alert color="amber" title={t('sample.warning')}>
        {t('sample.warningText')}
      </Alert>
    </Stack>
  )
}
