/** What a refused request is answered with, as a schema: RFC 9457, and what is wrong with each field. */
import { Type } from 'typebox'
import { FIELD_ERRORS } from '../../kit/invalid.ts'
import { namedEnum } from '../../kit/named-enum.ts'

const REQUEST_PARTS = {
  body: { ko: '본문', en: 'The body.' },
  query: { ko: '쿼리', en: 'A query parameter.' },
  path: { ko: '경로', en: 'A parameter of the path.' },
  header: { ko: '헤더', en: 'A header.' },
} as const

const RequestPart = namedEnum('RequestPart', REQUEST_PARTS, { description: 'Where it stands.' })
const FieldErrorCode = namedEnum('FieldErrorCode', FIELD_ERRORS, { description: 'Stable; programs decide by it.' })

const FieldError = Type.Object(
  {
    in: RequestPart,
    pointer: Type.String({ description: 'RFC 6901, `/items/0/quantity`; a parameter is `/name`.' }),
    code: FieldErrorCode,
    message: Type.String({ description: "What to do, in the caller's language." }),
    limit: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'What was not kept.' })),
    allowed: Type.Optional(
      Type.Array(Type.Unknown(), { description: 'What may stand there: the values, or the known names.' }),
    ),
    nearest: Type.Optional(Type.String({ description: 'The known name that was probably meant.' })),
  },
  { $id: 'FieldError', description: 'What is wrong with one part of a request.' },
)

export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Names the kind of problem.' }),
    title: Type.String({ description: "What happened, in the caller's language." }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; programs decide by it.' }),
    errors: Type.Optional(
      Type.Array(FieldError, { description: 'Of an `invalid_request`: all that is wrong with it.' }),
    ),
  },
  {
    $id: 'Problem',
    additionalProperties: true,
    description: 'RFC 9457, with facts of the refusal as further members.',
  },
)
