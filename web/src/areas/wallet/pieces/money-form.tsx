import { Button, Card, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Deed } from '../../../ui/deed.tsx'
import classes from './money-form.module.css'

interface MoneyFormProps {
  readonly onSubmit: () => void
  /** "50,000원 충전하기" */
  readonly action: string
  readonly busy: boolean
  readonly children: ReactNode
}

const FORM = 'money-form'

/** A form that moves money. On a phone its button stands at the foot, where the tabs were. */
export function MoneyForm({ onSubmit, action, busy, children }: MoneyFormProps) {
  const { t } = useTranslation()
  return (
    <Card maw={560}>
      <form
        id={FORM}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack gap="lg">
          {children}
          <Button type="submit" size="lg" loading={busy} visibleFrom="md" fullWidth>
            {action}
          </Button>
          <Text size="xs" c="dimmed" className={classes.once}>
            <IconLock size={15} stroke={1.8} aria-hidden />
            {t('attempt.once')}
          </Text>
        </Stack>
      </form>
      <Deed>
        <Button type="submit" form={FORM} size="md" loading={busy} fullWidth>
          {action}
        </Button>
      </Deed>
    </Card>
  )
}
