import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Status, type Statuses, TONES } from '../../ui/status.tsx'
import { Steps } from '../../ui/steps.tsx'
import classes from './design.module.css'

/** Each state of each thing, in its word and colour. */
export function States() {
  const { t } = useTranslation('design')
  const kinds = Object.entries(TONES) as [keyof Statuses, Record<string, string>][]
  return (
    <>
      {kinds.map(([kind, tones]) => (
        <div key={kind}>
          <Text size="sm" c="dimmed" mt="sm" mb={4}>
            {kind}
          </Text>
          <div className={classes.row}>
            {Object.keys(tones).map(status => (
              <Status key={status} of={kind} status={status as never} />
            ))}
          </div>
        </div>
      ))}
      <Text size="sm" c="dimmed" mt="lg" mb="xs">
        {t('steps')}
      </Text>
      <Steps
        label={t('steps')}
        steps={[
          { key: '1', title: t('sample.stock'), detail: t('sample.time'), state: 'done' },
          { key: '2', title: t('sample.pay'), state: 'now' },
          { key: '3', title: t('sample.ship'), state: 'failed' },
          { key: '4', title: t('sample.arrive'), state: 'next' },
        ]}
      />
    </>
  )
}
