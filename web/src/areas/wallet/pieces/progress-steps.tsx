import { useTranslation } from 'react-i18next'
import { type Step, Steps } from '../../../ui/steps.tsx'
import type { ProgressStep } from './progress.ts'

interface ProgressStepsProps {
  readonly steps: readonly ProgressStep[]
}

export function ProgressSteps({ steps }: ProgressStepsProps) {
  const { t } = useTranslation('wallet')
  const shown = steps.map(([name, state]): Step => ({ key: name, title: t(`step.${name}`), state }))
  return (
    <div aria-live="polite">
      <Steps label={t('step.label')} steps={shown} />
    </div>
  )
}
