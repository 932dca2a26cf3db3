/** Franchises: who takes payments at a shop, at which fee, and where the earnings go. */
import { franchisesContract } from '../../contracts/franchises.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { forgetsSubjects } from '../../platform/service/forgets-subjects.ts'
import { franchiseRoutes } from './api.ts'
import { checks } from './checks.ts'
import { franchise } from './franchise.ts'
import { franchiseObligations } from './obligations.ts'
import { refusals } from './refusals.ts'
import { feesView, franchisesView, namesOf } from './views.ts'

export const franchises = defineService(franchisesContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [franchise],
  views: [franchisesView, feesView],
  reactions: [forgetsSubjects(memberForgotten, ({ memberId }) => memberId)],
  routes: franchiseRoutes,
  rpcs: ({ read }) => ({
    mayLeave: ({ memberId }) => franchiseObligations(read, memberId),
    franchiseNames: ({ ids }) => namesOf(read, ids),
  }),
  refusals,
  checks,
})
