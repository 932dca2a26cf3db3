/**
 * The settings of the embedded server and their reasons: one small machine that also runs the platform, a start within
 * seconds, and no committed row ever lost.
 */
import { totalmem } from 'node:os'

export type Settings = Readonly<Record<string, string | number>>

const MB = 1024 * 1024
const SHARED_BUFFERS_MB_MIN = 256
const SHARED_BUFFERS_MB_MAX = 1_024
const MEMORY_SHARE = 1 / 16

/** A sixteenth of the memory, within limits. The rest is for the platform and the cache of the system. */
export const sharedBuffers_mb = (memory_bytes: number): number =>
  Math.round(Math.min(SHARED_BUFFERS_MB_MAX, Math.max(SHARED_BUFFERS_MB_MIN, (memory_bytes * MEMORY_SHARE) / MB)))

/** The memory of the machine, or the limit of the container. */
function totalMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

export const defaultSettings: Settings = {
  // An answered request is on the disk. No setting may trade that for speed; the platform batches its commits instead.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // macOS keeps written data in the cache of the drive unless this method is used.
  ...(process.platform === 'darwin' ? { wal_sync_method: 'fsync_writethrough' } : {}),

  // Memory. The hot rows (stream heads, accounts) are few, but the transfers of an account, and the answer under a key,
  // are found by indexes that all of them share. With ten million rows, pages must not be read from the disk for each.
  // Unused memory costs nothing.
  shared_buffers: `${sharedBuffers_mb(totalMemory())}MB`,
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  huge_pages: 'off',
  // A pool of a handful per service, with room for tools; each idle connection costs about 2 MB.
  max_connections: 120,

  // After each checkpoint every page is logged whole again, so checkpoints are rare. About half of this size is what a
  // crash may have to replay.
  checkpoint_timeout: '15min',
  checkpoint_completion_target: 0.9,
  max_wal_size: '8GB',
  // Recycled log files are cheaper to sync than new ones.
  min_wal_size: '512MB',
  wal_buffers: '16MB',
  // There is no replica, and without one less has to be logged. Where replicas matter, PostgreSQL is not embedded.
  wal_level: 'minimal',
  max_wal_senders: 0,

  // Every process costs memory, and the platform keeps two cores busy: no workers for parallel queries, replication or
  // I/O. The queries are short and use indexes.
  max_worker_processes: 0,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  max_logical_replication_workers: 0,
  io_method: 'sync',
  // Compiling a plan takes longer than any query of the platform.
  jit: 'off',
  // Solid-state disks: a random page costs about as much as the next one.
  random_page_cost: 1.1,

  // Heads are updated thousands of times a second, so vacuum runs often and a table is due early.
  autovacuum: 'on',
  autovacuum_worker_slots: 2,
  autovacuum_max_workers: 2,
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: 0.1,
  // Tables that are only appended to need neither vacuum nor analyze soon, and a small table grows by a fifth in
  // seconds. Each analyze took a quarter of a second of the two cores that answer requests, and the queries find rows
  // by key.
  autovacuum_vacuum_insert_threshold: 100_000,
  autovacuum_vacuum_insert_scale_factor: 0.5,
  // A burst of vacuum delays all requests, so it sleeps five times as long as by default.
  autovacuum_vacuum_cost_delay: '10ms',
  autovacuum_analyze_threshold: 20_000,
  autovacuum_analyze_scale_factor: 1,
  default_statistics_target: 25,

  // The query of a client that was killed must not continue to hold its locks.
  client_connection_check_interval: '2s',

  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u@%d ',
  log_lock_waits: 'on',
  // The details of an error quote values of columns, which may be personal.
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: 0,
}

/** The text of the configuration file. */
export function configurationFile(settings: Settings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`)
  return `# Written by madang at every start; use ALTER SYSTEM for changes that stay.\n${lines.join('\n')}\n`
}
