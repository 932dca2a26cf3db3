/** The network that a caller comes from, which is what they cannot change at will. */
import { isIPv6 } from 'node:net'

/** An IPv4 address as it is; the /64 network of an IPv6 address, which is what one household is given. */
export function networkOf(address: string): string {
  if (!address.includes(':') || !isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped !== null) return mapped[1]!
  const [left = '', right = ''] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === '' ? [] : right.split(':')
  const zeros = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
    : []
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
