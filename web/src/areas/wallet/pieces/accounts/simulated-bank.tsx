import { Alert, Button, Code, CopyButton, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconFlask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { demoQuery } from '../../../../api/demo.ts'
import type { BankAccountValues } from '../../../../ui/bank-account-fields.tsx'
import { accountDigits } from '../../../../ui/banks.ts'
import classes from './simulated-bank.module.css'

interface SimulatedBankProps {
  /** What the form says now. */
  readonly valuesOf: () => BankAccountValues
}

const SAMPLE = { bankCode: '088', accountNumber: '110222333444', balance: 1_000_000 }

/** Opens the account that the form is about, or a sample. */
function commandFor(bank: string, { bankCode, accountNumber, holderName }: BankAccountValues, someone: string): string {
  const account = {
    bankCode: bankCode || SAMPLE.bankCode,
    accountNumber: accountDigits(accountNumber) || SAMPLE.accountNumber,
    holderName: holderName.trim() || someone,
    balance: SAMPLE.balance,
  }
  const body = JSON.stringify(account).replaceAll("'", '\\u0027')
  return `curl -X POST ${bank}/simulator/accounts \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`
}

/** Where the bank is a simulator, it has the accounts that somebody opens: how that is done. */
export function SimulatedBank({ valuesOf }: SimulatedBankProps) {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const { data } = useQuery(demoQuery())
  const [command, setCommand] = useState<string | null>(null)
  if (!data?.bank) return null
  const { bank } = data
  return (
    <Alert color="indigo" icon={<IconFlask />} title={t('simulator.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('simulator.text')}</Text>
        <Button
          variant="default"
          size="sm"
          onClick={() => setCommand(commandFor(bank, valuesOf(), t('simulator.someone')))}
        >
          {t('simulator.show')}
        </Button>
        {command && (
          <>
            <Code block className={classes.command} tabIndex={0}>
              {command}
            </Code>
            <CopyButton value={command}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  size="sm"
                  onClick={copy}
                  leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                >
                  {copied ? ui('failure.copied') : t('simulator.copy')}
                </Button>
              )}
            </CopyButton>
          </>
        )}
      </Stack>
    </Alert>
  )
}
