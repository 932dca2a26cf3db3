/** Browser sessions: the same log-ins as in the API, with the refresh token in a cookie that no script can read. */
import { identityContract } from '../../../contracts/identity.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { browserSessionRoutes } from './api.ts'

export const browserSessionsFeature = defineFeature(identityContract, { routes: browserSessionRoutes })
