import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { instantOf, localOf } from './as-of.ts'

interface AsOfFieldProps {
  readonly asOf: string | undefined
  readonly onChange: (asOf: string | undefined) => void
}

/** Which instant the book is shown at: now, or any before. */
export function AsOfField({ asOf, onChange }: AsOfFieldProps) {
  const { t } = useTranslation('operations')
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(instantOf(field.current?.value ?? ''))
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput
          ref={field}
          key={asOf ?? ''}
          type="datetime-local"
          w={230}
          maw="100%"
          label={t('ledger.asOf')}
          defaultValue={asOf ? localOf(asOf) : ''}
          max={localOf(new Date().toISOString())}
        />
        <Button type="submit" variant="default">
          {t('ledger.show')}
        </Button>
        {asOf && (
          <Button variant="subtle" onClick={() => onChange(undefined)}>
            {t('ledger.now')}
          </Button>
        )}
      </Group>
    </form>
  )
}
