import { TextLink } from '../../../ui/links.tsx'
import { meaningOf } from './meaning.ts'
import { ShortId } from './short-id.tsx'

/** An id as a way to what it names; to its trace, where it has no page. */
export function Thing({ id }: { readonly id: string }) {
  const shown = <ShortId id={id} />
  switch (meaningOf(id)?.kind) {
    case 'order':
      return (
        <TextLink to="/operations/orders/$id" params={{ id }} inherit>
          {shown}
        </TextLink>
      )
    case 'payment':
      return (
        <TextLink to="/operations/payments/$id" params={{ id }} inherit>
          {shown}
        </TextLink>
      )
    case 'member':
      return (
        <TextLink to="/operations/members/$id" params={{ id }} inherit>
          {shown}
        </TextLink>
      )
    case 'franchise':
      return (
        <TextLink to="/operations/payments" search={{ franchiseId: id }} inherit>
          {shown}
        </TextLink>
      )
    default:
      // A date or a name says enough by itself.
      return !id.includes('_') ? (
        id
      ) : (
        <TextLink to="/operations/trace" search={{ q: id }} inherit>
          {shown}
        </TextLink>
      )
  }
}
