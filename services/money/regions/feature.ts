/** Regions: where members live, and what the members of each region topped up. */
import { moneyContract } from '../../../contracts/money.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { regionRoutes } from './api.ts'
import { memberRegions } from './members.ts'
import { regionsView } from './view.ts'

export { regionOf } from './members.ts'

export const regionsFeature = defineFeature(moneyContract, {
  views: [regionsView],
  projections: [memberRegions],
  routes: regionRoutes,
})
