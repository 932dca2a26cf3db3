/**
 * Writes what the system still keeps of the database's files in its cache. The system does so by itself half a minute later, all
 * at once, and every commit of that moment waits: a load would be charged with what the one before it left.
 */
import { type Dirent, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

export async function writeOut(directory: string): Promise<void> {
  const files = (entry: Dirent) => entry.isFile()
  for (const { parentPath, name } of readdirSync(directory, { recursive: true, withFileTypes: true }).filter(files)) {
    await synced(join(parentPath, name))
  }
}

/** PostgreSQL removes files of its own meanwhile. */
async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => null)
  if (!file) return
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
