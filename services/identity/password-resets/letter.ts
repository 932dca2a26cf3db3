/** The mail with the link to set a new password, made when it is sent: the address and the token are stored nowhere in clear. */
import { type Letter, mailOf } from '../../../platform/mail/letter.ts'
import type { Mail } from '../../../platform/mail/mail.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { memberKey, openProfile } from '../members/feature.ts'
import { resetRefusal } from './commands.ts'
import { hashResetToken, type Reset, resetTokenOf } from './token.ts'

/** The page of the web app. The token stands behind `#`, which browsers keep to themselves. */
const PAGE = '/password-reset'

type Words = Pick<Letter, 'title' | 'paragraphs' | 'notes'> & { readonly label: string }

const WORDS: Readonly<Record<'ko' | 'en', (name: string) => Words>> = {
  ko: name => ({
    title: '비밀번호를 새로 정해 주세요',
    paragraphs: [
      `${name}님, 안녕하세요.`,
      '마당 비밀번호를 새로 정하는 링크예요. 새 비밀번호를 정하면 모든 기기에서 로그아웃돼요.',
    ],
    label: '새 비밀번호 정하기',
    notes: [
      '이 링크는 30분 동안 한 번만 쓸 수 있어요.',
      '요청한 적이 없다면 이 메일을 지워 주세요. 비밀번호는 그대로예요.',
    ],
  }),
  en: name => ({
    title: 'Set a new password',
    paragraphs: [
      `Hello ${name},`,
      'this link lets you set a new password for Madang. Once you have set it, you are logged out on all devices.',
    ],
    label: 'Set a new password',
    notes: [
      'The link works once, for 30 minutes.',
      'If you did not ask for it, delete this mail: your password stays as it is.',
    ],
  }),
}

/** Null when the link would be of no use any more: replaced, run out, or its owner has left. */
export async function resetMail(context: ServiceContext, reset: Reset): Promise<Mail | null> {
  const { vault, writer, ports, settings } = context
  const token = resetTokenOf(vault, reset)
  const head = await writer.head(memberKey(reset.memberId))
  if (!head?.state.sealed || resetRefusal(head.state, hashResetToken(token), ports.clock.now())) return null
  const profile = await openProfile(vault, reset.memberId, head.state.sealed)
  if (!profile) return null
  const { language } = head.state
  const { label, ...words } = WORDS[language](profile.name)
  const url = `${settings.MADANG_PUBLIC_URL ?? ''}${PAGE}#${token}`
  return mailOf({ to: profile.email, language, ...words, action: { label, url } })
}
