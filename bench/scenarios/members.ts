/** Makes many members with money and log-ins in seconds: by the real commands, but with one password hash for all. */
import type { Command } from '../../platform/command.ts'
import type { House } from '../../platform/house.ts'
import { isRefusal } from '../../platform/refusal.ts'
import { partsOf } from '../../services/identity/parts.ts'
import { registrationWithHash } from '../../services/identity/registration.ts'
import { deposit } from '../../services/money/commands.ts'

export interface BenchMember {
  readonly memberId: string
  /** Replaced while a long load runs, see `token-renewal.ts`. */
  token: string
  refreshToken: string
}

/** Commands under way at once; the writer makes batches of them. */
const AT_ONCE = 1_000
const SETTLE_LIMIT_MS = 120_000

export async function makeMembers(house: House, count: number): Promise<BenchMember[]> {
  const { room } = house.service('identity')
  const run = room.ports.ids.next('bench')
  const passwordHash = await partsOf(room).passwords.hash(run)
  if (isRefusal(passwordHash)) throw new Error(`the password was refused: ${passwordHash.code}`)
  const members = await inBulk(count, async index => {
    const given = { email: `${run.replaceAll('_', '-')}-${index}@bench.example`, name: '부하 시험', passwordHash }
    const command = await registrationWithHash(room, given, true)
    if (isRefusal(command)) throw new Error(`a member was refused: ${command.code}`)
    const { user, token, refreshToken } = await runCommand(house, 'identity', command)
    return { memberId: user.id, token, refreshToken } as BenchMember
  })
  await house.settle(SETTLE_LIMIT_MS)
  return members
}

/** `amount` minor units to each. */
export async function depositToEach(
  house: House,
  members: readonly BenchMember[],
  amount: number,
  currency: string,
): Promise<void> {
  await inBulk(members.length, async index => {
    const { memberId } = members[index]!
    await runCommand(house, 'money', deposit({ memberId, amount, currency, memo: null }))
  })
  await house.settle(SETTLE_LIMIT_MS)
}

async function inBulk<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => make(from + index))
    made.push(...(await Promise.all(part)))
  }
  return made
}

async function runCommand(house: House, service: string, command: Command): Promise<any> {
  const { writer, room } = house.service(service)
  const id = room.ports.ids.next('req')
  const outcome = await writer.run(command, { actor: 'system:bench', correlationId: id, causationId: id })
  if (outcome.kind === 'refused') throw new Error(`${command.type} was refused: ${outcome.refusal.code}`)
  return JSON.parse(outcome.body)
}
