/** The profile: what members see and change of themselves. */
import { identityContract } from '../../../contracts/identity.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { profileRoutes } from './api.ts'

export const profileFeature = defineFeature(identityContract, { routes: profileRoutes })
