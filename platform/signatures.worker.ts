/** The second thread of `signatures.ts`: checks what it is sent, batch by batch. */
import { parentPort } from 'node:worker_threads'
import { type Batch, isSignedBy } from './signatures.ts'

parentPort?.on('message', ({ keys, asked }: Batch) => {
  parentPort?.postMessage(asked.map(({ keyAt, ...text }) => isSignedBy(keys[keyAt]!, text)))
})
