/**
 * Many notices of one kind that come together are one message: "500 transfers". It keeps all their sources, so that none
 * of them is told again.
 */
import type { Notice } from './notice.ts'

/** Fewer than these are told one by one. */
export const TOGETHER_MIN = 5
/** Of one message. */
export const TOGETHER_MAX = 500

const groupOf = ({ template, merging }: Notice): string | null => (merging ? `${template} ${merging.key}` : null)

function merged(notices: readonly Notice[]): Notice | null {
  const [first, ...others] = notices
  if (!first?.merging) return null
  const { merging, ...notice } = first
  const moreSources = others.map(({ sourceId }) => sourceId)
  return { ...notice, ...merging.together(notices.map(({ params }) => params)), moreSources }
}

function* inParts(notices: readonly Notice[]): Generator<readonly Notice[]> {
  for (let at = 0; at < notices.length; at += TOGETHER_MAX) yield notices.slice(at, at + TOGETHER_MAX)
}

/** Each notice is wanted. Those that are put together stand where the first of them stood. */
export function mergeNotices<O>(notices: readonly (Notice | O)[], isNotice: (each: Notice | O) => each is Notice) {
  const groups = Map.groupBy(notices.filter(isNotice), groupOf)
  groups.delete(null)
  const isMany = (group: string | null): boolean => (groups.get(group)?.length ?? 0) >= TOGETHER_MIN
  const seen = new Set<string>()
  return notices.flatMap((each): readonly (Notice | O)[] => {
    const group = isNotice(each) ? groupOf(each) : null
    if (group === null || !isMany(group)) return [each]
    if (seen.has(group)) return []
    seen.add(group)
    return [...inParts(groups.get(group) ?? [])].flatMap(part => merged(part) ?? part)
  })
}
