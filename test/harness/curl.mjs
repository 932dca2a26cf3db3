/** Stands in for curl where there is none, for the tour's requests only: -s -X -H -d -i -G --data-urlencode URL. */
import { request } from 'node:http'

const asked = { method: null, headers: {}, body: [], query: [], url: '', showHeaders: false, get: false }
const words = process.argv.slice(2)
while (words.length > 0) {
  const word = words.shift()
  if (word === '-s') continue
  else if (word === '-i') asked.showHeaders = true
  else if (word === '-G') asked.get = true
  else if (word === '-X') asked.method = words.shift()
  else if (word === '-d') asked.body.push(words.shift())
  else if (word === '--data-urlencode') {
    const [name, ...value] = words.shift().split('=')
    asked.query.push(`${name}=${encodeURIComponent(value.join('='))}`)
  } else if (word === '-H') {
    const [name, ...value] = words.shift().split(':')
    asked.headers[name.toLowerCase()] = value.join(':').trim()
  } else if (word.startsWith('-')) throw new Error(`this stand-in for curl does not know ${word}`)
  else asked.url = word
}

const body = asked.body.join('&')
const url = asked.query.length > 0 ? `${asked.url}?${asked.query.join('&')}` : asked.url
const method = asked.method ?? (body && !asked.get ? 'POST' : 'GET')
if (body) asked.headers['content-length'] = String(Buffer.byteLength(body))
const sent = request(url, { method, headers: asked.headers }, answer => {
  if (asked.showHeaders) {
    process.stdout.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n`)
    for (let at = 0; at < answer.rawHeaders.length; at += 2) {
      process.stdout.write(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}\r\n`)
    }
    process.stdout.write('\r\n')
  }
  answer.pipe(process.stdout)
})
sent.end(body || undefined)
