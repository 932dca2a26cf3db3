import { expect, it } from 'vitest'
import { clientOf } from './client.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 16; SM-S938N)'
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

it.each([
  [`${WINDOWS} ${CHROME}`, 'Chrome', 'Windows'],
  [`${WINDOWS} ${CHROME} Edg/140.0.0.0`, 'Edge', 'Windows'],
  [`${WINDOWS} ${CHROME} Whale/4.33.325.17`, 'Whale', 'Windows'],
  [`${WINDOWS.replace(')', '; rv:143.0)')} Gecko/20100101 Firefox/143.0`, 'Firefox', 'Windows'],
  [`${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`, 'Safari', 'macOS'],
  [`${MAC} ${CHROME}`, 'Chrome', 'macOS'],
  [`${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1`, 'Safari', 'iOS'],
  [`${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1`, 'Chrome', 'iOS'],
  [`${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 25.8.0`, 'KakaoTalk', 'iOS'],
  [`${IPHONE} AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2000; 12.10.0)`, 'NAVER', 'iOS'],
  [
    `${ANDROID} AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet',
    'Android',
  ],
  [`${ANDROID} ${CHROME} OPR/90.0.0.0`, 'Opera', 'Android'],
  [`Mozilla/5.0 (X11; CrOS x86_64 16328.65.0) ${CHROME}`, 'Chrome', 'ChromeOS'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${CHROME}`, 'Chrome', 'Linux'],
  ['curl/8.9.1', null, null],
  ['', null, null],
  [undefined, null, null],
  [`${'x'.repeat(600)} Windows Chrome/1`, null, null],
])('%s is %s on %s', (userAgent, browser, system) => expect(clientOf(userAgent)).toEqual({ browser, system }))
