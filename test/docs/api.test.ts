/** docs/api is what `npm run docs:api` makes of the doc comments as they are now. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const folder = mkdtempSync(join(tmpdir(), 'dechaff-api-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pagesIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path)
      .sort()
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  )

test('the pages of the API are up to date (npm run docs:api)', () => {
  const [program, ...given] = (scripts['docs:api'] as string).split(' ')
  const made = spawnSync(resolve('node_modules/.bin', program as string), [...given, '--out', folder], {
    encoding: 'utf8',
  })
  expect(made.stderr).toBe('')
  expect(made.status).toBe(0)
  expect(pagesIn('docs/api')).toEqual(pagesIn(folder))
})
