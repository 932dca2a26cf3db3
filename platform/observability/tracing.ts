/**
 * Traces over OpenTelemetry. Tracing is off unless a collector is configured, and then costs one check of a flag. Span
 * contexts travel as W3C `traceparent` texts, in headers and in messages.
 */

import type { Context, Span, TracerProvider } from '@opentelemetry/api'
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncContext } from './tracing-context.ts'

export interface Tracing {
  stop(): Promise<void>
}

const TRACER = 'madang'
const traceparent = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

let isOn = false

export const tracingIsOn = (): boolean => isOn

/** Tracing over an OpenTelemetry provider. */
export function tracingBy(provider: TracerProvider & { shutdown(): Promise<void> }): Tracing {
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncContext())
  isOn = true
  return {
    async stop() {
      isOn = false
      trace.disable()
      context.disable()
      await provider.shutdown()
    },
  }
}

export const isTraceparent = (text: string): boolean => traceparent.test(text)

export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

/** The trace context of the active span, if there is one. */
export function activeTraceparent(): string | undefined {
  if (!isOn) return undefined
  const span = trace.getActiveSpan()
  return span === undefined ? undefined : traceparentOf(span)
}

/** The span of an incoming request; null while tracing is off. The caller ends it. */
export function startServerSpan(name: string, parent: string | undefined): Span | null {
  if (!isOn) return null
  return trace.getTracer(TRACER).startSpan(name, { kind: SpanKind.SERVER }, remote(parent))
}

/** The span of applying one message; null while tracing is off. The caller ends it. */
export function startConsumerSpan(name: string, parent: string | undefined): Span | null {
  if (!isOn) return null
  return trace.getTracer(TRACER).startSpan(name, { kind: SpanKind.CONSUMER }, remote(parent))
}

/** Runs `action` in a span whose parent is the trace context of a message or a request. */
export async function withRemoteParent<T>(
  parent: string | undefined,
  name: string,
  action: (span: Span | null) => T | Promise<T>,
): Promise<T> {
  if (!isOn) return action(null)
  const span = trace.getTracer(TRACER).startSpan(name, { kind: SpanKind.CONSUMER }, remote(parent))
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), action, undefined, span)
  } catch (fault) {
    failSpan(span, fault)
    throw fault
  } finally {
    span.end()
  }
}

/**
 * Marks a span as failed. The message of the fault is not recorded, because it may hold data that does not belong in
 * traces.
 */
export function failSpan(span: Span, fault: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: fault instanceof Error ? fault.name : 'fault' })
}

function remote(parent: string | undefined): Context {
  const [, traceId, spanId, flags] = (parent === undefined ? null : traceparent.exec(parent)) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
}
