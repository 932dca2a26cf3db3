/** This service's own copies: which members there are to be told, and what franchises are called. */
import { franchiseChanged, franchiseRegistered } from '../../../contracts/franchises.ts'
import { memberActivated, memberDeactivated, memberForgotten, memberRegistered } from '../../../contracts/identity.ts'
import { notificationsContract } from '../../../contracts/notifications.ts'
import { boolean, text } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { replica, replicaTable } from '../../../platform/service/replica.ts'

const ACTIVE: ReadonlySet<string> = new Set([memberRegistered.type, memberActivated.type])

const memberCopies = replica('member-copies', [
  replicaTable({
    table: 'members',
    events: [memberRegistered, memberActivated, memberDeactivated, memberForgotten],
    key: 'id',
    columns: { id: text(({ data }) => data.memberId), active: boolean(({ type }) => ACTIVE.has(type)) },
  }),
])

const franchiseCopies = replica('franchise-copies', [
  replicaTable({
    table: 'franchises',
    events: [franchiseRegistered, franchiseChanged],
    key: 'id',
    columns: { id: text(({ data }) => data.franchiseId), name: text(({ data }) => data.name) },
  }),
])

/** Members after this one, in the order of their ids. */
export const activeMembers = async (read: Queryable, after: string, limit: number): Promise<string[]> => {
  const rows = await select<{ id: string }>(
    read,
    sql`select id from members where active and id > ${after} order by id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

export async function franchiseNames(read: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await select<{ id: string; name: string }>(
    read,
    sql`select id, name from franchises where id = any(${ids})`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const copiesFeature = defineFeature(notificationsContract, { projections: [memberCopies, franchiseCopies] })
