/** Messages over HTTP: a member's own, and what of them is read. */
import { notificationsContract } from '../../../contracts/notifications.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { messageRoutes } from './api.ts'

export const messagesFeature = defineFeature(notificationsContract, { routes: messageRoutes })
