/** What identity refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  email_taken: {
    status: 409,
    ko: '이미 사용 중인 이메일이에요. 로그인하거나 다른 이메일을 써 주세요.',
    en: 'This e-mail address is taken. Log in, or use another address.',
  },
  bad_credentials: {
    status: 401,
    ko: '이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요.',
    en: 'The e-mail address or the password is wrong. Check both and try again.',
  },
  too_many_tries: {
    status: 429,
    ko: '비밀번호를 여러 번 잘못 입력했어요. 잠시 후 다시 시도해 주세요.',
    en: 'Too many wrong passwords. Wait a while, then try again.',
  },
  inactive: {
    status: 403,
    ko: '이용이 중지된 계정이에요. 운영자에게 문의해 주세요.',
    en: 'This account is deactivated. Ask an operator.',
  },
  invalid_refresh_token: {
    status: 401,
    ko: '로그인이 만료됐어요. 다시 로그인해 주세요.',
    en: 'The refresh token is not valid any more. Log in again.',
  },
  too_many_resets: {
    status: 429,
    ko: '메일을 여러 번 요청했어요. 받은 메일을 확인하고, 없으면 잠시 후 다시 시도해 주세요.',
    en: 'A mail was requested several times. Look at the ones you got, or wait and try again.',
  },
  reset_unknown: {
    status: 404,
    ko: '쓸 수 없는 링크예요. 가장 최근에 받은 메일의 링크를 열거나, 메일을 다시 요청해 주세요.',
    en: 'This link cannot be used. Open the one in the newest mail, or request another mail.',
  },
  reset_expired: {
    status: 410,
    ko: '링크를 쓸 수 있는 30분이 지났어요. 메일을 다시 요청해 주세요.',
    en: 'The 30 minutes of this link are over. Request another mail.',
  },
  session_unknown: {
    status: 404,
    ko: '이미 로그아웃된 기기예요. 목록을 새로 고쳐 주세요.',
    en: 'That device is logged out already: reload the list.',
  },
  balance_not_zero: {
    status: 409,
    ko: '지갑에 잔액이 남아 있어 탈퇴할 수 없어요. 먼저 출금하거나 송금해 주세요.',
    en: 'There is still money in your wallet. Withdraw it or send it to somebody first.',
  },
  obligations_open: {
    status: 409,
    ko: '아직 끝나지 않은 일이 있어 탈퇴할 수 없어요. 목록에 있는 일을 먼저 마쳐 주세요.',
    en: 'Something is not finished yet, so you cannot leave. Settle what is listed first.',
  },
  member_unknown: {
    status: 404,
    ko: '회원을 찾을 수 없어요. 회원 번호를 확인해 주세요.',
    en: 'There is no such member. Check the id.',
  },
  member_forgotten: {
    status: 409,
    ko: '탈퇴한 회원이에요. 탈퇴한 회원의 정보는 바꿀 수 없어요.',
    en: 'This member has left for good. Nothing about them can be changed.',
  },
  already_active: {
    status: 409,
    ko: '이미 이용 중인 회원이에요. 따로 활성화하지 않아도 돼요.',
    en: 'This member is active already. There is nothing to do.',
  },
  already_deactivated: {
    status: 409,
    ko: '이미 이용이 중지된 회원이에요. 다시 이용하게 하려면 활성화해 주세요.',
    en: 'This member is deactivated already. Activate them to let them back in.',
  },
  own_account: {
    status: 409,
    ko: '자신의 운영자 계정은 바꿀 수 없어요. 다른 운영자에게 부탁해 주세요.',
    en: 'You cannot do this to your own operator account. Ask another operator.',
  },
})
