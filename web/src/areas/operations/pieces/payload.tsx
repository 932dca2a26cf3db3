import { Code } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './payload.module.css'

/** One encrypted field: version, vector, tag, text. */
const SEALED = /^v\d+\.[\w-]{16}\.[\w-]{22}\./

/** What a message says, as JSON. What is sealed is told, not shown. */
export function Payload({ value }: { readonly value: unknown }) {
  const { t } = useTranslation('operations')
  const sealed = t('common.sealed')
  const shown = (_key: string, part: unknown) => (typeof part === 'string' && SEALED.test(part) ? `‹${sealed}›` : part)
  return (
    <Code block className={classes.code} tabIndex={0}>
      {JSON.stringify(value, shown, 2)}
    </Code>
  )
}
