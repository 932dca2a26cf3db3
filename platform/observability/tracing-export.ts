/**
 * The export of spans: to a collector, or to the exporter of a test. Loading this module takes an eighth of the
 * start-up time, so it is loaded only when traces are on.
 */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace'
import { BatchSpanProcessor, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { type Tracing, tracingBy } from './tracing.ts'

export interface TracingSettings {
  /** Base URL of an OTLP/HTTP collector. Without it tracing is off. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  readonly OTEL_SERVICE_NAME?: string | undefined
}

export function startTracing(settings: TracingSettings): Tracing | null {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint) return null
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  return tracingBy(providerOf(settings, new BatchSpanProcessor({ exporter })))
}

/** Exports each span immediately, for tests. */
export const startTracingTo = (exporter: SpanExporter): Tracing =>
  tracingBy(providerOf({}, new SimpleSpanProcessor({ exporter })))

const providerOf = (settings: TracingSettings, processor: SpanProcessor) =>
  new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.OTEL_SERVICE_NAME ?? 'madang' }),
    spanProcessors: [processor],
  })
