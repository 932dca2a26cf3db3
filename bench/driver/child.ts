/**
 * The driver's process: runs one job and stays until it is let go, so that its CPU time and memory can be read. It waits its
 * turn: if it interrupted the server at each answer, to read it, the server would be charged with that. How late an answer is
 * read counts as its latency all the same. At a fixed rate it does not wait for what only computes, as a driver on a machine
 * of its own would not.
 */
import { waitsItsTurn } from '../../platform/linux/scheduling.ts'
import { requestsOf } from '../requests/index.ts'
import type { FromDriver, Job, ToDriver } from './job.ts'
import { Load } from './load.ts'

let load: Load | undefined

const tell = (message: FromDriver): unknown => process.send?.(message)

async function run(job: Job): Promise<void> {
  waitsItsTurn(job.rate === null ? 'all' : 'who answers')
  load = new Load({ ...job, requests: requestsOf(job.requests), onEdge: () => tell({ is: 'edge' }) })
  const measured = await load.run()
  tell({ is: 'measured', measured: measured.toText() })
}

process.on('disconnect', () => process.exit())
process.on('message', (message: ToDriver) => {
  switch (message.do) {
    case 'run':
      run(message.job).catch(fault => tell({ is: 'fault', message: String(fault) }))
      break
    case 'renew':
      if (load) load.requests = requestsOf(message.source)
      break
    case 'ended':
      load?.ended(message.count)
  }
})
