/** What identity refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  email_taken: { status: 409, ko: '이미 사용 중인 이메일입니다.', en: 'This e-mail address is taken.' },
  bad_credentials: {
    status: 401,
    ko: '이메일 또는 비밀번호가 올바르지 않습니다.',
    en: 'The e-mail address or the password is wrong.',
  },
  too_many_tries: {
    status: 429,
    ko: '비밀번호를 여러 번 잘못 입력했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Too many wrong passwords: wait, and try again.',
  },
  inactive: { status: 403, ko: '이용이 중지된 계정입니다.', en: 'This account is deactivated.' },
  invalid_refresh_token: {
    status: 401,
    ko: '다시 로그인해 주세요.',
    en: 'The refresh token is not valid any more; log in again.',
  },
  balance_not_zero: {
    status: 409,
    ko: '지갑에 잔액이 남아 있어 탈퇴할 수 없습니다. 먼저 출금하거나 송금해 주세요.',
    en: 'There is still money in the wallet: withdraw it or send it to somebody first.',
  },
  obligations_open: {
    status: 409,
    ko: '아직 끝나지 않은 일이 있어 탈퇴할 수 없습니다. 목록에 있는 일을 먼저 마쳐 주세요.',
    en: 'Something is not finished yet, so you cannot leave: settle what is listed first.',
  },
  member_unknown: { status: 404, ko: '회원을 찾을 수 없습니다.', en: 'There is no such member.' },
  member_forgotten: { status: 409, ko: '탈퇴한 회원입니다.', en: 'This member has left for good.' },
  already_active: { status: 409, ko: '이미 이용 중인 회원입니다.', en: 'This member is active already.' },
  already_deactivated: { status: 409, ko: '이미 이용이 중지된 회원입니다.', en: 'This member is deactivated already.' },
  own_account: {
    status: 409,
    ko: '자신의 운영자 계정은 바꿀 수 없습니다.',
    en: 'Operators cannot do this to their own account.',
  },
})
