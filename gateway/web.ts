/**
 * The web app: its page for whoever opens an address that is none of the API's, and the files which that page loads. What is
 * missing stays a 404 problem: a script that is gone after a deploy is never answered with the page.
 */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JSON_TYPE } from '../platform/http/server/edge.ts'
import { appFileHeaders, appPageHeaders } from '../platform/http/server/security-headers.ts'
import { WebBuild } from './web-build.ts'

const NONCE_BYTES = 16
/** The name of an asset has a hash of its content. */
const ASSETS = '/assets/'
const ASSET_CACHE = 'public, max-age=31536000, immutable'
/** May be kept, and is asked about each time by its `ETag`. */
const FILE_CACHE = 'no-cache'

/**
 * `own` are the first segments of paths that are never the app's. Without a folder, or a build in it, `/` leads to the
 * documents.
 */
export function addWebApp(server: FastifyInstance, directory: string | null, own: ReadonlySet<string>): void {
  if (directory === null) {
    server.get('/', toDocuments)
    return
  }
  const build = new WebBuild(directory)
  server.register(async scope => {
    await scope.register(fastifyStatic, { serve: false, preCompressed: true })
    scope.get('/', async (request, reply) => (await sentPage(build, request, reply)) ?? toDocuments(request, reply))
    scope.get(`${ASSETS}*`, async (request, reply) => {
      return (await sentFile(build, request, reply, ASSET_CACHE)) ?? reply.callNotFound()
    })
    scope.get('/*', async (request, reply) => {
      const isOwn = own.has(pathOf(request).split('/')[1] ?? '')
      return (isOwn ? null : await sentPart(build, request, reply)) ?? reply.callNotFound()
    })
  })
}

const sentPart = async (build: WebBuild, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | null> =>
  (await sentFile(build, request, reply, FILE_CACHE)) ??
  (opensPage(request) ? await sentPage(build, request, reply) : null)

function toDocuments(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.server.edge.send(request, reply, 302, null, JSON_TYPE, ['location', '/docs'])
  return reply
}

function pathOf({ url }: FastifyRequest): string {
  const question = url.indexOf('?')
  return question === -1 ? url : url.slice(0, question)
}

/** A browser that navigates says so; a script, a style or a program that asks does not. */
const opensPage = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true

/** Null where nothing is built. Never kept by anyone, since its nonce is for this answer only. */
async function sentPage(build: WebBuild, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | null> {
  const page = await build.page()
  if (page === null) return null
  const nonce = Buffer.from(request.server.edge.ports.random.bytes(NONCE_BYTES)).toString('base64')
  return reply
    .headers({ ...appPageHeaders(nonce), 'cache-control': 'no-store', 'x-correlation-id': request.id })
    .type('text/html; charset=utf-8')
    .send(page(nonce))
}

/** Null where there is no such file. It is sent in the form that was compressed beforehand, if the caller takes one. */
async function sentFile(
  build: WebBuild,
  request: FastifyRequest,
  reply: FastifyReply,
  cache: string,
): Promise<FastifyReply | null> {
  const path = pathOf(request)
  if (!(await build.hasFile(path))) return null
  return reply
    .headers({ ...appFileHeaders, 'cache-control': cache, 'x-correlation-id': request.id })
    .sendFile(path.slice(1), build.directory, { cacheControl: false, index: false })
}
