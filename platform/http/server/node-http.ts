/**
 * Node's HTTP. An `import` from it reads each of its exports, one of which loads the whole client behind `fetch`: a twentieth of a
 * start, for what it may never need.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')
