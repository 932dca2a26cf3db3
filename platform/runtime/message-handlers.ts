/**
 * The handlers of one service for the messages of one source: commands, replies, and its declared handlers of events.
 */
import { accept, type Command, type CommandData, type ReplyData, replyMessage } from '../kit/command.ts'
import { mustMatch } from '../kit/contract-check.ts'
import type { Message, Origin } from '../kit/message.ts'
import { refuse } from '../kit/refusal.ts'
import type { SagaEngine } from '../saga/engine.ts'
import type { Accept, Caused, Projection, Reaction, ServiceContext, ServiceDefinition } from '../service/service.ts'
import type { Entry } from '../write/unit.ts'
import type { Handler } from './subscription.ts'

export interface MessageHandlersDeps {
  readonly definition: ServiceDefinition
  readonly context: ServiceContext
  readonly sagas: SagaEngine
  readonly onProjected: (name: string) => void
}

const handlerOf = (service: string, name: string): string => `${service}.${name}`

const originOf = (message: Message): Origin => ({
  actor: message.actor,
  correlationId: message.correlationId,
  causationId: message.id,
  traceparent: message.traceparent,
})

const entryOf = ({ command, cause }: Caused): Entry => ({ command, origin: originOf(cause) })

/** Names of the handlers of a service for a source, for the topology. */
export function declaredHandlers(definition: ServiceDefinition, source: ServiceDefinition) {
  const { name, reactions = [], projections = [] } = definition
  const named = (handlers: readonly { readonly name: string; readonly from: string }[]) =>
    handlers.filter(({ from }) => from === source.name).map(handler => handlerOf(name, handler.name))
  return {
    handlers: [
      ...(asksOf(source).has(name) ? [handlerOf(name, 'commands')] : []),
      ...(asksOf(definition).has(source.name) ? [handlerOf(name, 'replies')] : []),
      ...named(reactions),
    ],
    projections: named(projections),
  }
}

/** The services that the sagas and notices of a service may address. */
export const asksOf = ({ sagas = [], asks = [] }: ServiceDefinition): ReadonlySet<string> =>
  new Set([...asks, ...sagas.flatMap(saga => saga.asks)])

export class MessageHandlers {
  readonly #deps: MessageHandlersDeps
  readonly #accepts: Readonly<Record<string, Accept>>
  /** Types of commands that are built asynchronously: they are not built inline again. */
  readonly #builtByWaiting = new Set<string>()

  constructor(deps: MessageHandlersDeps) {
    this.#deps = deps
    this.#accepts = { ...deps.sagas.accepts, ...deps.definition.accepts }
  }

  get accepts(): Readonly<Record<string, Accept>> {
    return this.#accepts
  }

  /** Handlers that state commands. */
  handlersFor(source: ServiceDefinition): Handler[] {
    const { definition } = this.#deps
    const { name, reactions = [] } = definition
    return [
      ...(asksOf(source).has(name) ? [this.#commands()] : []),
      ...(asksOf(definition).has(source.name) ? [this.#replies()] : []),
      ...reactions.filter(({ from }) => from === source.name).map(reaction => this.#reaction(reaction)),
    ]
  }

  /** Handlers that fill read models. */
  projectionsFor(source: ServiceDefinition): Handler[] {
    const { projections = [] } = this.#deps.definition
    return projections.filter(({ from }) => from === source.name).map(projection => this.#projection(projection))
  }

  /** The command of a message to this service, if it can be built synchronously. */
  commandFor(message: Message): Command | null {
    const { sagas, context } = this.#deps
    if (message.kind === 'reply') return sagas.answer(message as Message<ReplyData>)
    if (message.kind !== 'command') return null
    const { command, input } = message.data as CommandData
    if (this.#builtByWaiting.has(command)) return null
    const built = this.#accepts[command]?.(input, context) ?? null
    if (!(built instanceof Promise)) return built
    // It is built again when the message arrives through the outbox.
    built.catch(() => {})
    this.#builtByWaiting.add(command)
    return null
  }

  #commands(): Handler {
    const { name } = this.#deps.definition
    return {
      name: handlerOf(name, 'commands'),
      wants: message => message.kind === 'command' && message.to === name,
      apply: async messages => ({
        entries: await Promise.all(messages.map(message => this.#entryFor(message as Message<CommandData>))),
      }),
      onDeadLetter: message => refusingDead(message as Message<CommandData>),
    }
  }

  async #entryFor(message: Message<CommandData>): Promise<Entry> {
    const { definition, context } = this.#deps
    const { command, input } = message.data
    const accepts = this.#accepts[command]
    if (!accepts) throw new Error(`${definition.name} accepts no command ${command}`)
    if (message.isRead) {
      const contract = Object.values(definition.contract?.commands ?? {}).find(({ type }) => type === command)
      if (contract) mustMatch(contract, input)
    }
    return { command: await accepts(input, context), origin: originOf(message), message }
  }

  #replies(): Handler {
    const { definition, sagas } = this.#deps
    const { name } = definition
    return {
      name: handlerOf(name, 'replies'),
      wants: message => message.kind === 'reply' && message.to === name,
      apply: messages => ({
        entries: messages.map(message => ({
          command: sagas.answer(message as Message<ReplyData>),
          origin: originOf(message),
        })),
      }),
    }
  }

  #reaction({ name, on, page }: Reaction): Handler {
    const { definition, context } = this.#deps
    return {
      name: handlerOf(definition.name, name),
      wants: message => message.kind === 'event' && message.type in on,
      apply: async messages => {
        if (page) return { entries: (await page(messages, context)).map(entryOf) }
        const entries = await Promise.all(
          messages.map(async message => {
            const commands = (await on[message.type]?.(message, context)) ?? []
            return commands.map(command => ({ command, origin: originOf(message) }))
          }),
        )
        return { entries: entries.flat() }
      },
    }
  }

  #projection(projection: Projection): Handler {
    const { definition, onProjected } = this.#deps
    return {
      name: handlerOf(definition.name, projection.name),
      wants: message => message.kind === 'event' && projection.types.includes(message.type),
      apply: messages => ({
        project: tx => projection.apply(tx, messages),
        onProjected: () => onProjected(projection.name),
      }),
    }
  }
}

/** The reply to a command that kept failing and was rolled back: the waiting saga gets a refusal. */
function refusingDead(message: Message<CommandData>): Entry[] {
  const to = message.data.replyTo
  if (!to) return []
  const refusal = refuse('internal_fault', { messageId: message.id })
  const decide = () => accept([replyMessage(to, { ok: false, refusal })])
  return [{ command: { type: 'dead-letter', keys: [], decide }, origin: originOf(message) }]
}
