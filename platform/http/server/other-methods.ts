/** Answers the other methods of a known path: 405 with the allowed methods, and OPTIONS (CORS preflight). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../kit/refusal.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** Collects the routes as they are declared, and adds the missing methods just before the server is ready. */
export function answerOtherMethods(server: FastifyInstance): void {
  const declared = new Map<string, Set<string>>()
  let learning = true
  server.addHook('onRoute', ({ url, method }) => {
    if (!learning || url.endsWith('*')) return
    const methods = declared.get(url) ?? new Set()
    for (const name of [method].flat()) methods.add(name)
    declared.set(url, methods)
  })
  server.register(async scope => {
    learning = false
    for (const [url, methods] of declared) addOthers(scope, url, methods)
  })
}

function addOthers(scope: FastifyInstance, url: string, methods: ReadonlySet<string>): void {
  const allow = METHODS.filter(method => methods.has(method) || method === 'OPTIONS').join(', ')
  const others = METHODS.filter(method => !methods.has(method))
  scope.route({
    method: [...others],
    url,
    onRequest: (request, reply) => answerOther(request, reply, allow),
    handler: () => {},
  })
}

function answerOther(request: FastifyRequest, reply: FastifyReply, allow: string): void {
  const { edge } = request.server
  if (request.method !== 'OPTIONS') {
    edge.refuse(request, reply, refuse('method_not_allowed'), undefined, ['allow', allow])
    return
  }
  const asksForCors = request.headers['access-control-request-method'] !== undefined && edge.cors !== undefined
  edge.send(request, reply, 204, null, '', ['allow', allow, ...(asksForCors ? edge.cors!.preflight(allow) : [])])
}
