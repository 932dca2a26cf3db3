/** Every piece in every state: what a page is made of, and the first thing to look at after a change of the theme. */
import { Card, SimpleGrid, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Unanswered } from '../../api/problem.ts'
import { LinkButton } from '../../ui/links.tsx'
import { Page } from '../../ui/page.tsx'
import { CardSkeleton, Empty, Failure } from '../../ui/states.tsx'
import { Buttons, Fields } from './controls.tsx'
import { Ramps } from './ramps.tsx'
import { Records } from './records.tsx'
import { States } from './states.tsx'

export function Design() {
  const { t } = useTranslation('design')
  return (
    <Page title={t('title')} subtitle={t('subtitle')}>
      <Section title={t('colors')}>
        <Ramps />
      </Section>
      <Section title={t('type')}>
        <Title order={2} component="p">
          {t('sample.heading')}
        </Title>
        <Title order={3} component="p">
          The quick courtyard 마당에서 만나요
        </Title>
        <Text>{t('sample.body')}</Text>
        <Text size="sm" c="dimmed">
          {t('sample.small')}
        </Text>
      </Section>
      <Section title={t('states')}>
        <States />
      </Section>
      <Section title={t('buttons')}>
        <Buttons />
      </Section>
      <Section title={t('fields')}>
        <Fields />
      </Section>
      <Section title={t('records')} flush>
        <Records />
      </Section>
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Card>
          <Empty title={t('sample.empty')} action={<LinkButton to="/shop">{t('sample.toShop')}</LinkButton>}>
            {t('sample.emptyText')}
          </Empty>
        </Card>
        <Card>
          <Failure error={new Unanswered(SAMPLE)} onRetry={() => {}} />
        </Card>
        <CardSkeleton rows={4} />
      </SimpleGrid>
    </Page>
  )
}

const SAMPLE = new Response(null, { headers: { 'x-correlation-id': 'cor_01a22466-d957-7000-a66a-0f2d1c9b7a51' } })

interface SectionProps {
  readonly title: string
  readonly children: ReactNode
  /** Its content reaches the edge of the card. */
  readonly flush?: boolean
}

function Section({ title, children, flush = false }: SectionProps) {
  return (
    <Card component="section" padding={flush ? 0 : 'lg'} aria-label={title}>
      <Title order={2} size="h3" mb="md" p={flush ? 'lg' : 0} pb={0}>
        {title}
      </Title>
      {children}
    </Card>
  )
}
