/** The second thread of `signatures.ts`: checks what it is sent, batch by batch. */
import { parentPort } from 'node:worker_threads'
import { isSigned, type SignatureRequest } from './signatures.ts'

parentPort?.on('message', (asked: readonly SignatureRequest[]) => {
  parentPort?.postMessage(asked.map(isSigned))
})
