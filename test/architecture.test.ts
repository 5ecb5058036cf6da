import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name))

/** What a file imports: paths under src, or names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const names = [...text.matchAll(/(?:\bfrom\s+|\bimport\(\s*)'([^']+)'/g)].map((match) => match[1] as string)
  return names.map((name) => {
    if (name.startsWith('.')) return normalize(join(dirname(file), name)).replace(/\.js$/, '.ts')
    // Of a package's path only the package counts.
    const parts = name.startsWith('@') ? 2 : 1
    return name.startsWith('node:') ? name : name.split('/').slice(0, parts).join('/')
  })
}

const under = (folder: string): string[] => files.filter((file) => file.startsWith(folder))
const imports = (folder: string): string[] => under(folder).flatMap(importsOf)

test('the engine knows types, limits, errors and itself', () => {
  expect(
    imports('src/engine/').filter((name) => !/^src\/(engine\/|types|limits|errors|nearest)/.test(name)),
  ).toEqual([])
})

test('the kernel knows itself and the numbers of the layout, which know nothing', () => {
  const known = /^src\/(kernel\/|engine\/layout$)/
  expect(imports('src/kernel/').filter((name) => !known.test(name))).toEqual([])
  expect(importsOf('src/engine/layout.ts')).toEqual([])
})

test('formats are handed a cleaner', () => {
  expect(imports('src/formats/').filter((name) => /^src\/(packs|report|cli|io)\//.test(name))).toEqual([])
})

test('learned sets know the engine, learning, what compiles packs, and files', () => {
  const known =
    /^(node:|src\/(sites|engine|learn)\/|src\/(types|limits|errors)|src\/packs\/(compile|limits|slots)|src\/io\/files)/
  expect(imports('src/sites/').filter((name) => !known.test(name))).toEqual([])
})

test('HTML is loaded only where it is asked for', () => {
  const outside = files.filter((file) => !file.startsWith('src/formats/html/'))
  const loads = (file: string): boolean =>
    /from '[^']*formats\/html\//.test(
      readFileSync(file, 'utf8').replace(/import type [^;]*?from '[^']*'/g, ''),
    )
  expect(outside.filter(loads)).toEqual([])
})

const doors: Record<string, RegExp> = {
  yaml: /^src\/(packs\/|cli\/rules)/,
  zod: /^src\/packs\//,
  '@eslint-community/regexpp': /^src\/packs\//,
  yargs: /^src\/cli\//,
  through2: /^src\/io\//,
  fzstd: /^src\/io\//,
  tinyglobby: /^src\/io\/tree/,
  'css-select': /^src\/formats\/html\//,
  'css-what': /^src\/(packs|formats\/html)\//,
  htmlparser2: /^src\/formats\/html\//,
}
test.each(Object.entries(doors))('only one door to %s', (name, door) => {
  expect(files.filter((file) => importsOf(file).includes(name) && !door.test(file))).toEqual([])
})

test('every package that is imported is a dependency', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>
  }
  const used = new Set(
    files.flatMap(importsOf).filter((name) => !name.startsWith('src/') && !name.startsWith('node:')),
  )
  expect([...used].sort()).toEqual(Object.keys(dependencies).sort())
})

test('no source file is longer than 300 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 300)
  expect(long).toEqual([])
})

test.each(['', 'delete globalThis.WebAssembly;'])(
  'dechaff/core runs where nothing of Node is. %s',
  async (first) => {
    const built = await build({
      entryPoints: ['src/core.ts'],
      bundle: true,
      format: 'iife',
      globalName: 'dechaff',
      write: false,
      platform: 'neutral',
    })
    const ruleset = new Uint8Array(readFileSync('dist/ruleset.bin'))
    const context = createContext({ ruleset })
    const script = `${first}${built.outputFiles[0]?.text}
    const cleaner = dechaff.createCoreCleaner(dechaff.loadRuleset(ruleset));
    const { text, removals } = cleaner.clean('The river rose slowly in the night, and the road was lost.\\n'.repeat(2000) + 'No comments:\\nPost a Comment\\n');
    JSON.stringify([text, removals.map(({ rule }) => rule.category)])`
    expect(runInContext(script, context)).toBe(
      JSON.stringify([
        'The river rose slowly in the night, and the road was lost.\n'.repeat(2000),
        ['comments', 'comments'],
      ]),
    )
  },
)

test('public names', async () => {
  expect(Object.keys(await import('../src/index.js')).sort()).toEqual([
    'UserError',
    'cleanStream',
    'createCleaner',
  ])
})
