/** Listens at an address. */
import type { FastifyInstance } from 'fastify'

/**
 * The listen backlog: connections that wait to be accepted. Beyond it the system drops connection attempts, and the
 * client retries after 0.2 s, 0.4 s and so on, up to 25 s in all. Node's default is 511. The system may allow fewer
 * (Linux: `net.core.somaxconn`, 4,096 by default).
 */
const WAITING_MAX = 4_096

/** Returns the url. */
export const listenAt = (server: FastifyInstance, address: { host: string; port: number }): Promise<string> =>
  server.listen({ host: address.host, port: address.port, backlog: WAITING_MAX })
