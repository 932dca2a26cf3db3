import { describe, expect, test } from 'vitest'
import { PRODUCTS } from '../products.ts'
import { PICTURES } from './pictures.ts'
import { SIDE } from './svg.ts'

const KNOWN_TAGS = new Set(['svg', 'g', 'path', 'circle', 'ellipse', 'rect'])

test('every product of the demo has a picture, and every picture a product', () => {
  expect(Object.keys(PICTURES).sort()).toEqual(PRODUCTS.map(({ id }) => id).sort())
})

describe('the picture of', () => {
  test.each(Object.entries(PICTURES))('%s is a small drawing that runs and loads nothing', (_, { svg }) => {
    expect(svg).toMatch(new RegExp(`^<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}"`))
    expect(svg.length).toBeLessThan(20_000)
    expect(svg).not.toMatch(/undefined|NaN|href|style|url\(|\son\w+=/)
    const open: string[] = []
    for (const [, slash, tag = '', , closed] of svg.matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>/g)) {
      expect(KNOWN_TAGS).toContain(tag)
      if (slash) expect(open.pop()).toBe(tag)
      else if (!closed) open.push(tag)
    }
    expect(open).toEqual([])
  })

  test.each(Object.entries(PICTURES))('%s is described in both languages', (_, { alt }) => {
    expect(alt.ko).toMatch(/[가-힣]/)
    expect(alt.en).toMatch(/^[A-Z][^.]+$/)
  })
})
