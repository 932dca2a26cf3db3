import { useTranslation } from 'react-i18next'
import { Chips } from '../../../../ui/chips.tsx'
import { formatInstant } from '../../../../ui/format.ts'
import type { TracedRequest } from './requests-of.ts'

interface RequestsProps {
  readonly requests: readonly TracedRequest[]
  readonly shown: string
  readonly onChoose: (correlationId: string) => void
}

/** Which of several requests about a thing is shown. */
export function Requests({ requests, shown, onChoose }: RequestsProps) {
  const { t } = useTranslation('operations')
  if (requests.length < 2) return null
  return (
    <Chips
      label={t('trace.requests')}
      value={shown}
      options={requests.map(({ correlationId, type, at }) => [
        correlationId,
        `${type.slice(type.indexOf('.') + 1)} · ${formatInstant(at)}`,
      ])}
      onChange={onChoose}
    />
  )
}
