import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../api/use-session.ts'
import { TextLink } from '../../../ui/links.tsx'
import { member } from './queries.ts'
import { ShortId } from './short-id.tsx'

const isMember = (id: string): boolean => id.startsWith('mem_')

/** The masked name of a member; `나` for oneself; the id until the name is there. */
export function usePersonName(id: string): string {
  const { t } = useTranslation('operations')
  const user = useUser()
  const own = user?.id === id
  const { data } = useQuery({ ...member(id), enabled: isMember(id) && !own })
  if (own) return t('common.me')
  if (!isMember(id)) return id === 'system' ? t('common.system') : id
  if (data?.status === 'forgotten') return t('common.forgotten')
  return data?.name ?? '…'
}

/** Who did it, with a way to them. */
export function Person({ id }: { readonly id: string }) {
  const name = usePersonName(id)
  if (!isMember(id)) return <Text span>{name}</Text>
  return (
    <TextLink to="/operations/members/$id" params={{ id }} inherit>
      {name}
    </TextLink>
  )
}

/** Of a list, where names would be a request each. */
export function PersonId({ id }: { readonly id: string }) {
  return isMember(id) ? (
    <TextLink to="/operations/members/$id" params={{ id }} inherit onClick={event => event.stopPropagation()}>
      <ShortId id={id} />
    </TextLink>
  ) : (
    <ShortId id={id} />
  )
}
