/** Starts a driver as a process of its own, so that its work is no part of what is measured. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RequestSource } from '../requests/index.ts'
import type { FromDriver, Job, ToDriver } from './job.ts'
import { Measured } from './measured.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

export class DriverProcess {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(child, [], { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'] })
  }

  get pid(): number {
    return this.#child.pid as number
  }

  run(job: Job, onEdge: () => void): Promise<Measured> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromDriver) => {
        if (message.is === 'edge') onEdge()
        else if (message.is === 'measured') resolve(Measured.fromText(message.measured))
        else reject(new Error(`the driver failed: ${message.message}`))
      })
      this.#child.once('exit', (code, signal) => reject(new Error(`the driver ended: ${signal ?? code}`)))
      this.#tell({ do: 'run', job })
    })
  }

  /** Goes on with other tokens; the ones it has would not live to the end. */
  renew(source: RequestSource): void {
    this.#tell({ do: 'renew', source })
  }

  ended(count: number): void {
    this.#tell({ do: 'ended', count })
  }

  stop(): void {
    this.#child.removeAllListeners('exit')
    if (this.#child.connected) this.#child.disconnect()
  }

  #tell(message: ToDriver): void {
    if (this.#child.connected) this.#child.send(message)
  }
}
