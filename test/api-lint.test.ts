import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { apiDocument } from '../main/api-document.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'madang-api-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Report {
  readonly totals: { readonly errors: number; readonly warnings: number; readonly ignored: number }
  readonly problems: readonly { readonly ruleId: string; readonly message: string; readonly location: unknown }[]
}

/** With nothing sent to anybody else. */
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }

function lint(document: unknown): Promise<{ readonly code: number; readonly report: Report }> {
  const [file, program] = [join(folder, 'openapi.json'), join(root, 'node_modules/@redocly/cli/bin/cli.js')]
  writeFileSync(file, JSON.stringify(document))
  const args = [program, 'lint', file, '--config', join(root, 'redocly.yaml'), '--format', 'json']
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; report: Report }>()
  execFile(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    if (!stdout.startsWith('{')) reject(new Error(`Redocly did not lint the document: ${stderr || error}`))
    else resolve({ code: Number(error?.code ?? 0), report: JSON.parse(stdout) })
  })
  return promise
}

test('the document passes Redocly’s rules without a warning', async () => {
  const { code, report } = await lint(await apiDocument())
  expect(report.problems.map(({ ruleId, message, location }) => ({ ruleId, message, location }))).toEqual([])
  expect([code, report.totals]).toEqual([0, { errors: 0, warnings: 0, ignored: 0 }])
})

test('the rules see what they should', async () => {
  const document = structuredClone(await apiDocument())
  const operation = document.paths['/api/cart/add']!.post! as unknown as Record<string, unknown>
  delete operation.description
  operation.requestBody = {
    content: {
      'application/json': {
        schema: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        example: { b: 1 },
      },
    },
  }
  const { code, report } = await lint(document)
  expect(code).toBe(1)
  expect(new Set(report.problems.map(({ ruleId }) => ruleId))).toEqual(
    new Set(['operation-description', 'no-invalid-media-type-examples', 'no-unused-components']),
  )
})
