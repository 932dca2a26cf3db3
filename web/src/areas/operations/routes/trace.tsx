import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../api/client.ts'
import { FindField } from '../../../ui/find-field.tsx'
import { Page } from '../../../ui/page.tsx'
import { given, type Search, textIn } from '../../../ui/search-params.ts'
import { CardSkeleton, Empty, Failure } from '../../../ui/states.tsx'
import { meaningOf } from '../pieces/meaning.ts'
import { trace } from '../pieces/queries.ts'
import { Requests } from '../pieces/trace/requests.tsx'
import { Traced } from '../pieces/trace/traced.tsx'
import { useRequests } from '../pieces/trace/use-requests.ts'

interface TraceSearch {
  /** What was asked for: a correlation id, a number, the id of a thing. */
  readonly q?: string
  /** Of several requests the one that is shown. */
  readonly request?: string
}

export const Route = createFileRoute('/operations/trace')({
  validateSearch: (search: Search): TraceSearch => given({ q: textIn(search.q), request: textIn(search.request) }),
  component: Trace,
})

function Trace() {
  const { t } = useTranslation('operations')
  const { q } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <Page title={t('trace.title')} subtitle={t('trace.subtitle')}>
      <FindField
        label={t('trace.field')}
        description={t('trace.hint')}
        labelled
        value={q ?? ''}
        onFind={text => void navigate({ search: given({ q: textIn(text) }) })}
      />
      {q === undefined ? <Empty title={t('trace.emptyTitle')}>{t('trace.emptyText')}</Empty> : <Found key={q} q={q} />}
    </Page>
  )
}

/** A correlation id is traced as it is; what else was typed may have had several requests. */
function Found({ q }: { readonly q: string }) {
  const isCorrelation = meaningOf(q)?.kind === 'correlation'
  return isCorrelation ? <OfRequest correlationId={q.trim()} /> : <OfThing q={q} />
}

function OfThing({ q }: { readonly q: string }) {
  const { request } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { requests, error, isPending } = useRequests(q)
  if (isPending) return <CardSkeleton rows={6} />
  // It may be a correlation id that a caller made up.
  if (!requests) return error ? <Problem q={q} error={error} /> : <OfRequest correlationId={q.trim()} />
  const shown = requests.find(({ correlationId }) => correlationId === request) ?? requests[0]
  if (!shown) return <Unknown q={q} />
  return (
    <>
      <Requests
        requests={requests}
        shown={shown.correlationId}
        onChoose={correlationId => void navigate({ search: { q, request: correlationId }, replace: true })}
      />
      <OfRequest correlationId={shown.correlationId} />
    </>
  )
}

function OfRequest({ correlationId }: { readonly correlationId: string }) {
  const { data, error, refetch } = useQuery(trace(correlationId))
  if (data) return <Traced correlationId={correlationId} entries={data.entries} />
  return error ? <Problem q={correlationId} error={error} onRetry={() => void refetch()} /> : <CardSkeleton rows={8} />
}

interface ProblemProps {
  readonly q: string
  readonly error: Error
  readonly onRetry?: () => void
}

function Problem({ q, error, onRetry }: ProblemProps) {
  const isMissing = error instanceof Refusal && error.code === 'not_found'
  return isMissing ? <Unknown q={q} /> : <Failure error={error} onRetry={onRetry} />
}

function Unknown({ q }: { readonly q: string }) {
  const { t } = useTranslation('operations')
  return <Empty title={t('trace.unknownTitle')}>{t('trace.unknownText', { id: q })}</Empty>
}
