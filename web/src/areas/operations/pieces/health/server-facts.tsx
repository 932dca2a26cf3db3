import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../../ui/facts.tsx'
import { formatNumber } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import type { Health } from '../queries.ts'
import { formatBytes, formatLength } from '../time.ts'

/** The database that all services stand on. */
export function DatabaseFacts({ database }: { readonly database: Health['database'] }) {
  const { t } = useTranslation('operations')
  return (
    <Panel title={t('health.database')}>
      {database ? (
        <Facts
          items={[
            [t('health.dbVersion'), database.version],
            [t('health.dbSize'), formatBytes(database.size_bytes)],
            [
              t('health.dbConnections'),
              t('health.dbConnectionsOf', {
                count: database.connections,
                max: formatNumber(database.connectionsMax),
              }),
            ],
            [t('health.dbTransaction'), formatLength(database.oldestTransaction_ms)],
          ]}
        />
      ) : (
        <Alert color="crimson" icon={<IconAlertTriangle />} title={t('health.dbDown')} />
      )}
    </Panel>
  )
}

/** What runs here. */
export function ProcessFacts({ health: { build, process } }: { readonly health: Health }) {
  const { t } = useTranslation('operations')
  return (
    <Panel title={t('health.process')}>
      <Facts
        items={[
          [t('health.version'), build.version],
          [t('health.commit'), build.commit],
          [t('health.node'), build.node],
          [t('health.memory'), formatBytes(process.memory_bytes)],
        ]}
      />
    </Panel>
  )
}
