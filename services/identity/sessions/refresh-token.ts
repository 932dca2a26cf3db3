/** Refresh tokens: 32 random bytes for the client, their SHA-256 for us. */
import { hash } from 'node:crypto'
import type { Random } from '../../../platform/ports/ports.ts'

const TOKEN_BYTES = 32

export const newRefreshToken = (random: Random): string => Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')

export const hashRefreshToken = (token: string): string => hash('sha256', token, 'base64url')
