import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type FormEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './find-field.module.css'

interface FindFieldProps {
  readonly label: string
  /** What is being looked for; the field starts with it. */
  readonly value: string
  readonly onFind: (text: string) => void
  readonly error?: string | undefined
  readonly description?: string
  readonly labelled?: boolean
}

/** One field to find something by its id or number. An empty one finds everything. */
export function FindField({ label, value, onFind, error, description, labelled = false }: FindFieldProps) {
  const ui = useTranslation().t
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onFind(field.current?.value.trim() ?? '')
  }
  return (
    <search className={classes.field}>
      <form onSubmit={submit}>
        <TextInput
          ref={field}
          key={value}
          defaultValue={value}
          label={labelled ? label : undefined}
          aria-label={labelled ? undefined : label}
          placeholder={labelled ? undefined : label}
          description={description}
          error={error}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          leftSectionPointerEvents="none"
          leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
          rightSection={
            value === '' ? null : (
              <ActionIcon variant="subtle" color="gray" aria-label={ui('table.clear')} onClick={() => onFind('')}>
                <IconX size={16} />
              </ActionIcon>
            )
          }
        />
      </form>
    </search>
  )
}
