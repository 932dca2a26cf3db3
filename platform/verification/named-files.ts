/** Every file that a head names is there, and is what was stored. Those of forgotten subjects are gone for good. */
import type { Check } from '../service/service.ts'
import { check } from './verify.ts'

/** `table` is that of a view `fileReferences`. */
export const namedFilesAreThere = (table: string): Check =>
  check(
    `every file that ${table} names is there as it was stored`,
    10,
    `select r.owner, r.sha256, f.owner is null as missing
     from ${table} r left join files f using (owner, sha256) left join subject_keys k on k.subject = f.subject
     where k.destroyed_at is null and (f.owner is null or sha256(f.content) <> f.content_sha256) limit 100`,
  )
