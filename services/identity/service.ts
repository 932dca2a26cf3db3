/** Identity: members, their log-ins and tokens, and their personal data. */
import { identityContract } from '../../contracts/identity.ts'
import { composeService } from '../../platform/service/define-service.ts'
import { browserSessionsFeature } from './browser-sessions/feature.ts'
import { leavingFeature } from './leaving/feature.ts'
import { membersFeature } from './members/feature.ts'
import { passwordResetsFeature } from './password-resets/feature.ts'
import { profileFeature } from './profile/feature.ts'
import { refusals } from './refusals.ts'
import { registrationFeature } from './registration/feature.ts'
import { sessionsFeature } from './sessions/feature.ts'

/** In the order in which the API document shows their routes. */
export const identity = composeService(identityContract, {
  migrations: new URL('./migrations/', import.meta.url),
  refusals,
  features: [
    registrationFeature,
    sessionsFeature,
    browserSessionsFeature,
    passwordResetsFeature,
    profileFeature,
    leavingFeature,
    membersFeature,
  ],
})
