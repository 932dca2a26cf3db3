/**
 * Which test files are pure: nothing that they reach through imports opens a test database or starts a process. Imports of
 * types are erased before a test runs and do not count.
 */
import { posix } from 'node:path'
import { codeOf, isTypeScript, readSources, type Source } from './sources.ts'

/** Modules that a pure test must not reach. */
const impure = new Set(['test/harness/database.ts', 'node:child_process'])

const importOf =
  /^(?:import|export)\s+(?!type\b)(?:[\w*{}\s,$]*?\bfrom\s*)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/gm

/** What a file imports when it runs: paths from the project's root, and packages by name. */
export function importsOf(source: Source): string[] {
  return [...codeOf(source).matchAll(importOf)].map(match => {
    const target = match[1] ?? match[2] ?? ''
    return target.startsWith('.') ? posix.join(posix.dirname(source.path), target) : target
  })
}

/** The pure ones among the test files of these sources. */
export function pureTests(sources: readonly Source[] = readSources()): string[] {
  const imports = new Map(sources.filter(isTypeScript).map(source => [source.path, importsOf(source)]))
  const isPure = (test: string): boolean => {
    const reached = new Set([test])
    for (const path of reached) for (const target of imports.get(path) ?? []) reached.add(target)
    return reached.isDisjointFrom(impure)
  }
  return [...imports.keys()].filter(path => path.endsWith('.test.ts') && isPure(path))
}
