/** The second thread of `signatures.ts`: checks what it is sent, batch by batch. */
import { parentPort } from 'node:worker_threads'
import { type Asked, isSigned } from './signatures.ts'

parentPort?.on('message', (asked: readonly Asked[]) => {
  parentPort?.postMessage(asked.map(isSigned))
})
