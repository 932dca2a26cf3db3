import { Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../../ui/format.ts'
import { Status } from '../../../ui/status.tsx'
import { type Step, Steps } from '../../../ui/steps.tsx'
import type { SagaProgress } from './queries.ts'

type Progress = SagaProgress['steps'][number]

const SHOWN_AS: Record<Progress['state'], Step['state']> = {
  next: 'next',
  now: 'now',
  done: 'done',
  failed: 'failed',
  stuck: 'failed',
  undoing: 'now',
  undone: 'undone',
  skipped: 'skipped',
}

/** How far the sagas about a thing have come, step by step. */
export function SagaSteps({ sagas }: { readonly sagas: readonly SagaProgress[] }) {
  const { t } = useTranslation('operations')
  return (
    <Stack gap="xl">
      {sagas.map(saga => (
        <section key={`${saga.service} ${saga.id}`}>
          <Group justify="space-between" mb="md">
            <Title order={3} size="h4">
              {t(`saga.${saga.saga}` as never, { defaultValue: saga.saga })}
            </Title>
            <Status of="saga" status={saga.status} />
          </Group>
          <OneSaga saga={saga} />
        </section>
      ))}
    </Stack>
  )
}

function OneSaga({ saga }: { readonly saga: SagaProgress }) {
  const { t } = useTranslation('operations')
  // A step of another way through the saga says nothing about this one.
  const taken = saga.steps.filter(({ state }) => state !== 'skipped')
  const detailOf = ({ state, at, reason }: Progress): string =>
    [t(`stepState.${state}`), at && formatInstant(at), reason].filter(Boolean).join(' · ')
  return (
    <>
      <Steps
        label={t(`saga.${saga.saga}` as never, { defaultValue: saga.saga })}
        steps={taken.map(step => ({
          key: step.step,
          title: t(`step.${step.step}` as never, { defaultValue: step.step }),
          detail: detailOf(step),
          state: SHOWN_AS[step.state],
        }))}
      />
      {saga.owner && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('factName.owner')}: {saga.owner}
        </Text>
      )}
    </>
  )
}
