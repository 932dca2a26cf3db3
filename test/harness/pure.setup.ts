/** In a pure test, whatever starts a process or connects to PostgreSQL throws: the test belongs to the others. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'

const refuse = (): never => {
  throw new Error('a pure test starts no process and connects to no database')
}

const starters = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const
Object.assign(childProcess, Object.fromEntries(starters.map(name => [name, refuse])))
syncBuiltinESMExports()
pg.Client.prototype.connect = refuse
