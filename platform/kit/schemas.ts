/** Schemas that contracts and HTTP routes share. */
import { type TSchema, Type } from 'typebox'

/** `Nullable(Type.String())` is a text or null. */
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** An instant of RFC 3339, `2026-11-20T00:00:00.000Z`. */
export const Timestamp = Type.String({ format: 'date-time' })
