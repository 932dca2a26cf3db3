import { describe, expect, it } from 'vitest'
import { type Letter, mailOf } from './letter.ts'

const letter: Letter = {
  to: 'minji@example.com',
  language: 'ko',
  title: '비밀번호를 <새로> 정해 주세요',
  paragraphs: ['첫 문단 & 둘째'],
  action: { label: '정하기', url: 'https://shop.test/reset?a=1&b=2#secret' },
  notes: ['30분 동안만 쓸 수 있어요.'],
}

describe('a letter', () => {
  it('is a mail of text, where the address stands by itself', () => {
    const { to, subject, text } = mailOf(letter)
    expect([to, subject]).toEqual(['minji@example.com', '비밀번호를 <새로> 정해 주세요'])
    expect(text.split('\n')).toContain('https://shop.test/reset?a=1&b=2#secret')
    expect(text).toContain('30분 동안만 쓸 수 있어요.')
  })

  it('is a mail of HTML with nothing in it that was not meant, and nothing from elsewhere', () => {
    const { html } = mailOf(letter)
    expect(html).toContain('비밀번호를 &lt;새로&gt; 정해 주세요')
    expect(html).toContain('첫 문단 &amp; 둘째')
    expect(html).toContain('href="https://shop.test/reset?a=1&amp;b=2#secret"')
    expect(html).toContain('<html lang="ko">')
    expect(html).not.toMatch(/<script|<img|src=|url\(/)
  })
})
