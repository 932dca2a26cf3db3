/** Takes connections at an address. */
import type { FastifyInstance } from 'fastify'

/**
 * Connections that wait to be taken while others are answered. Past it the system drops what comes, and who connects, or believes to be
 * connected, tries again by itself after 0.2 s, 0.4 s and so on: 25 s in all where it is unlucky. Node's own is 511. A system may
 * allow fewer (Linux: `net.core.somaxconn`, 4,096 unless set).
 */
const WAITING_MAX = 4_096

/** Gives the url. */
export const listenAt = (server: FastifyInstance, address: { host: string; port: number }): Promise<string> =>
  server.listen({ host: address.host, port: address.port, backlog: WAITING_MAX })
