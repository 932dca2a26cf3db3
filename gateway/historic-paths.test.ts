import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import type { Route } from '../platform/http/routes/route.ts'
import { historicPaths } from './historic-paths.ts'

const paths = ['/api/orders', '/api/orders/{id}', '/api/money/transfers', '/.well-known/jwks.json', '/health/deep']
const rewrite = historicPaths(paths.map(path => ({ path }) as Route))

it.each([
  ['/orders', '/api/orders'],
  ['/orders/', '/api/orders/'],
  ['/orders/7/history', '/api/orders/7/history'],
  ['/api/orders/7/history?limit=1', '/api/orders/7/history?limit=1'],
  ['/orders/7/history?asOf=now', '/api/orders/7?asOf=now'],
  ['/api/orders/7/history?limit=1&asOf=now', '/api/orders/7?limit=1&asOf=now'],
  ['/api/orders/7?asOf=now', '/api/orders/7?asOf=now'],
  ['/orders?status=paid', '/api/orders?status=paid'],
  ['/money/anything', '/api/money/anything'],
  ['/api/orders', '/api/orders'],
  ['/api/unknown', '/api/unknown'],
  ['/ordersx', '/ordersx'],
  ['/Orders', '/Orders'],
  ['/unknown', '/unknown'],
  ['/health', '/health'],
  ['/docs', '/docs'],
  ['/.well-known/jwks.json', '/.well-known/jwks.json'],
  ['//orders', '//orders'],
  ['/', '/'],
  ['*', '*'],
])('%s is routed as %s', (url, routed) => {
  expect(rewrite({ url, headers: {} } as IncomingMessage)).toBe(routed)
})

it('leaves a browser that navigates to the web app', () => {
  const headers = { accept: 'text/html,application/xhtml+xml;q=0.9' }
  expect(rewrite({ url: '/orders', headers } as IncomingMessage)).toBe('/orders')
  expect(rewrite({ url: '/api/orders', headers } as IncomingMessage)).toBe('/api/orders')
})
