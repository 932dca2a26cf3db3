/** Registration: how somebody becomes a member, by themselves or on the command line. */
import { identityContract } from '../../../contracts/identity.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { registrationRoutes } from './api.ts'

export { createMember, createOperator, registrationWithHash } from './registration.ts'

export const registrationFeature = defineFeature(identityContract, { routes: registrationRoutes })
