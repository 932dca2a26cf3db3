/**
 * Node's HTTP. An `import` evaluates all its exports, one of which loads the client behind `fetch`: a twentieth of the
 * start-up time.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')
