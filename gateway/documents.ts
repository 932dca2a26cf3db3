/** The OpenAPI document and the pages to browse it. The pages use no other server. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { OpenApiDocument } from '../platform/http/openapi/openapi.ts'
import { JSON_TYPE } from '../platform/http/server/edge.ts'
import { pageHeaders } from '../platform/http/server/security-headers.ts'

export function addDocuments(server: FastifyInstance, document: OpenApiDocument): void {
  const text = JSON.stringify(document)
  server.get('/openapi.json', (request, reply) => {
    server.edge.send(request, reply, 200, text, JSON_TYPE)
  })
  server.register(async scope => {
    scope.addHook('onRequest', (request, reply, done) => {
      reply.headers(pageHeaders).header('x-correlation-id', request.id)
      done()
    })
    // The document has its own type; the types of the plugin describe each version of OpenAPI in full.
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } })
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { deepLinking: true, persistAuthorization: false },
    })
  })
}
