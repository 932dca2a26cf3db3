/**
 * How the embedded server is tuned, and why: one small machine that also runs the platform, few seconds to start, and no
 * committed row ever lost.
 */
import { totalmem } from 'node:os'

export type Settings = Readonly<Record<string, string | number>>

const MB = 1024 * 1024
const SHARED_BUFFERS_MB_MIN = 256
const SHARED_BUFFERS_MB_MAX = 1_024
const MEMORY_SHARE = 1 / 16

/** A sixteenth of the memory, within limits: the rest is the platform's and the system's own cache. */
export const sharedBuffers_mb = (memory_bytes: number): number =>
  Math.round(Math.min(SHARED_BUFFERS_MB_MAX, Math.max(SHARED_BUFFERS_MB_MIN, (memory_bytes * MEMORY_SHARE) / MB)))

/** The machine's, or what a container may have of it. */
function totalMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

export const defaultSettings: Settings = {
  // An answered request is on the disk. Nothing here may trade that for speed; the platform batches its commits instead.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // macOS keeps written data in the drive's cache unless it is asked in this way.
  ...(process.platform === 'darwin' ? { wal_sync_method: 'fsync_writethrough' } : {}),

  // Memory. The hot rows (stream heads, accounts) are few, but an account's transfers, and the answer under a key, are found by
  // indexes that all of them share: with ten million of them, pages must not be read anew for each. What is not used costs nothing.
  shared_buffers: `${sharedBuffers_mb(totalMemory())}MB`,
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  huge_pages: 'off',
  // A pool of a handful per service, with room for tools; each idle connection costs about 2 MB.
  max_connections: 120,

  // Each checkpoint makes every page be logged whole again, so have few. About half of this size is what a crash may have to
  // replay.
  checkpoint_timeout: '15min',
  checkpoint_completion_target: 0.9,
  max_wal_size: '8GB',
  // Recycled log files are cheaper to sync than new ones.
  min_wal_size: '512MB',
  wal_buffers: '16MB',
  // There is no replica here, and without one less has to be logged. Where replicas matter, PostgreSQL is not embedded.
  wal_level: 'minimal',
  max_wal_senders: 0,

  // Every process costs memory, and two cores are kept busy by the platform itself: no workers for parallel queries,
  // replication or I/O. Our queries are short and by index.
  max_worker_processes: 0,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  max_logical_replication_workers: 0,
  io_method: 'sync',
  // Compiling a plan takes longer than any of our queries.
  jit: 'off',
  // Solid-state disks: a random page costs about what the next one does.
  random_page_cost: 1.1,

  // Heads are updated thousands of times a second, so vacuum looks often and a table is due early.
  autovacuum: 'on',
  autovacuum_worker_slots: 2,
  autovacuum_max_workers: 2,
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: 0.1,
  // What is only appended to needs neither soon, and while a table is small it grows by a fifth in seconds. Each look at a
  // table for statistics took a quarter of a second from two cores that answer requests; ours find things by key.
  autovacuum_vacuum_insert_threshold: 100_000,
  autovacuum_vacuum_insert_scale_factor: 0.5,
  // What it does in a burst is felt by whoever waits for an answer, so it rests five times as long as it would by itself.
  autovacuum_vacuum_cost_delay: '10ms',
  autovacuum_analyze_threshold: 20_000,
  autovacuum_analyze_scale_factor: 1,
  default_statistics_target: 25,

  // A client that was killed must not keep its locks while its query goes on.
  client_connection_check_interval: '2s',

  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u@%d ',
  log_lock_waits: 'on',
  // The details of an error quote values of columns, and those may be personal.
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: 0,
}

/** The text of a configuration file. */
export function configurationFile(settings: Settings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`)
  return `# Written by madang at every start; use ALTER SYSTEM for changes that stay.\n${lines.join('\n')}\n`
}
