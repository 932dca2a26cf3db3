import type { Schemas } from '@madang/client'
import { Badge, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate, formatNumber } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { RowsSkeleton } from '../../../../ui/states.tsx'
import { settlementRuns } from '../queries.ts'
import classes from './runs.module.css'

type Run = Schemas['SettlementRun']

/** The latest runs: what each began, and what became of it. */
export function Runs() {
  const { t } = useTranslation('operations')
  const { data } = useQuery(settlementRuns())
  return (
    <Panel title={t('settlements.runs')}>
      {!data && <RowsSkeleton rows={3} />}
      {data?.items.length === 0 && <Text c="dimmed">{t('settlements.noRuns')}</Text>}
      <ul className={classes.runs}>
        {data?.items.map(run => (
          <li key={run.id}>
            <OneRun run={run} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function OneRun({ run }: { readonly run: Run }) {
  const { t } = useTranslation('operations')
  const { businessDate, started, retried, paid, failed, open } = run
  const all = started + retried
  const part = (count: number) => (all === 0 ? 0 : (count / all) * 100)
  const said = [
    [t('settlements.runAll'), all],
    [t('settlements.runPaid'), paid],
    [t('settlements.runFailed'), failed],
    [t('settlements.runOpen'), open],
  ] as const
  return (
    <div className={classes.run}>
      <Text fw={600} className="nowrap">
        {formatDate(businessDate)}
      </Text>
      <Progress.Root size="lg" className={classes.bar} aria-hidden="true">
        <Progress.Section value={part(paid)} color="pine.5" />
        <Progress.Section value={part(failed)} color="crimson.5" />
        <Progress.Section value={part(open)} color="indigo.5" animated />
      </Progress.Root>
      <Text size="sm" c="dimmed">
        {said.map(([name, count]) => `${name} ${formatNumber(count)}`).join(' · ')}
      </Text>
      <RunState run={run} />
    </div>
  )
}

function RunState({ run: { failed, open, more } }: { readonly run: Run }) {
  const { t } = useTranslation('operations')
  if (open > 0 || more) return <Badge color="indigo">{t('settlements.runUnderWay')}</Badge>
  if (failed > 0) return <Badge color="crimson">{t('settlements.runProblem')}</Badge>
  return <Badge color="pine">{t('settlements.runDone')}</Badge>
}
