/** Money: the double-entry book, members' wallets, transfers and holds. */
import { moneyContract } from '../../contracts/money.ts'
import { composeService } from '../../platform/service/define-service.ts'
import { bankTransfersFeature } from './bank-transfers/feature.ts'
import { ledgerFeature } from './ledger/feature.ts'
import { refusals } from './refusals.ts'
import { regionsFeature } from './regions/feature.ts'
import { walletsFeature } from './wallets/feature.ts'

/** An account takes half a kilobyte, and one that is not in memory costs its batch a look-up. */
const HEADS_MAX = 150_000

/** Each feature builds on those before it. */
export const money = composeService(moneyContract, {
  migrations: new URL('./migrations/', import.meta.url),
  headsMax: HEADS_MAX,
  refusals,
  features: [ledgerFeature, walletsFeature, regionsFeature, bankTransfersFeature],
})
