import { Button, Card, Group, Text, Title } from '@mantine/core'
import { IconArrowDownLeft, IconArrowUpRight, IconCheck, IconClock, IconPrinter, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstantInFull } from '../../../ui/format.ts'
import { Mark } from '../../../ui/mark.tsx'
import { Money } from '../../../ui/money.tsx'
import classes from './receipt.module.css'

const SIGNS = { done: IconCheck, running: IconClock, failed: IconX, in: IconArrowDownLeft, out: IconArrowUpRight }

interface ReceiptProps {
  /** What happened, in a sentence; the page's heading. */
  readonly title: string
  readonly sign: keyof typeof SIGNS
  readonly amount: number
  readonly currency: string
  readonly signed?: boolean
  readonly badge?: ReactNode
  readonly items: Parameters<typeof Facts>[0]['items']
  /** Steps or what to do, between head and facts; not printed. */
  readonly children?: ReactNode
  /** Where to go from here; not printed. */
  readonly actions?: ReactNode
}

/** One movement of money, as it is kept and printed. */
export function Receipt({
  title,
  sign,
  amount,
  currency,
  signed = false,
  badge,
  items,
  children,
  actions,
}: ReceiptProps) {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const Sign = SIGNS[sign]
  const tone = sign === 'running' || sign === 'failed' ? sign : 'done'
  return (
    <Card className={classes.receipt} component="article" mx="auto" w="100%">
      <header className={classes.head}>
        <span className={classes.sign} data-tone={tone} aria-hidden="true">
          <Sign size={28} stroke={2.2} />
        </span>
        <Title order={1} size="h3">
          {title}
        </Title>
        <span className={classes.amount}>
          <Money amount={amount} currency={currency} signed={signed} />
        </span>
        {badge}
      </header>
      {children && <div className={`${classes.part} no-print`}>{children}</div>}
      <div className={classes.part}>
        <Facts items={items} />
      </div>
      <Group className="no-print" gap="xs" grow>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
          {ui('action.print')}
        </Button>
        {actions}
      </Group>
      <footer className={classes.foot}>
        <Group gap={6}>
          <Mark size={18} />
          <Text fw={800} size="sm" span>
            {ui('name')}
          </Text>
        </Group>
        <span>{t('receipt.printed', { at: formatInstantInFull(new Date().toISOString()) })}</span>
      </footer>
    </Card>
  )
}
