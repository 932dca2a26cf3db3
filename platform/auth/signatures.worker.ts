/** The worker thread of `signatures.ts`: verifies batches of signatures. */
import { parentPort } from 'node:worker_threads'
import { isSigned, type SignatureRequest } from './signatures.ts'

parentPort?.on('message', (asked: readonly SignatureRequest[]) => {
  parentPort?.postMessage(asked.map(isSigned))
})
