/**
 * Which files the heads of an aggregate name, as a read model that is written with the head:
 *
 *     export const pictureReferences = fileReferences(product, {
 *       table: 'product_files',
 *       filesOf: ({ picture }) => (picture ? [picture.sha256] : []),
 *     })
 *
 * The table is `(owner text collate "C" not null, sha256 text collate "C" not null, primary key (owner, sha256))`. A file
 * that no row names is removed after a day; `verify` finds a row whose file is not there.
 */
import { textArray } from '../db/array-literal.ts'
import type { Writing } from '../db/database.ts'
import type { FileName } from '../files/files.ts'
import type { DefinedAggregate } from '../kit/aggregate.ts'
import type { ChangedHead, HeadView } from './head-view.ts'
import type { ServiceDefinition } from './service.ts'

export interface FileReferencesOptions<S> {
  readonly table: string
  /** Raise it when the same states name other files than before. 1 unless said. */
  readonly version?: number
  /** Hashes of the files that a head names now. */
  readonly filesOf: (state: S) => readonly string[]
}

export function fileReferences<S>(
  aggregate: DefinedAggregate<S>,
  { table, version = 1, filesOf }: FileReferencesOptions<S>,
): HeadView {
  const replace = `with given as (select * from unnest($2::text[], $3::text[]) as n (owner, sha256)), gone as (
      delete from ${table} r where owner = any($1) and not exists (
        select 1 from given n where n.owner = r.owner and n.sha256 = r.sha256))
    insert into ${table} (owner, sha256) select owner, sha256 from given on conflict do nothing`
  return {
    name: table,
    version,
    tables: [table],
    references: table,
    aggregate,
    async applyHeads(tx: Writing, heads: readonly ChangedHead<S>[]) {
      const named = heads.flatMap(({ id, state }): FileName[] =>
        [...new Set(filesOf(state))].map(sha256 => ({ owner: aggregate.key(id), sha256 })),
      )
      // A new head had none before.
      const known = heads.filter(({ exists }) => exists)
      if (named.length === 0 && known.length === 0) return
      await tx.query(replace, [
        textArray(known, ({ id }) => aggregate.key(id)),
        textArray(named, ({ owner }) => owner),
        textArray(named, ({ sha256 }) => sha256),
      ])
    },
  }
}

/** Tables that say which files the heads of a service name. */
export const referenceTablesOf = ({ views = [] }: ServiceDefinition): readonly string[] =>
  views.flatMap(view => ('aggregate' in view && view.references !== undefined ? [view.references] : []))
