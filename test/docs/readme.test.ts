/** Every command and snippet of the pages a newcomer reads is run, in the order they stand. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Block, blocksOf } from './blocks.js'
import { createSandbox, type Outcome, type Sandbox } from './sandbox.js'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/**
 * What npm does is not run here: `.ci/run` runs the tests and installs the package. Of such a line
 * only its script is looked up, and what is left of it after `npm ci &&` is run.
 */
function withoutNpm(line: string): string {
  const rest = line.replace(/^npm ci && |^DECHAFF_\w+=1 (?=npm )/, '')
  const script = /^npm (?:run )?(?:-s )?([\w:]+)/.exec(rest)?.[1]
  if (script === undefined) return rest
  if (['ci', 'install'].includes(script)) return ''
  // A script of the reader's own project, in the package.json of an earlier block, is run.
  if (scripts[script] === undefined) return rest
  return ''
}

function runBlock(sandbox: Sandbox, { language, text, file }: Block): Outcome {
  const empty: Outcome = { code: 0, stdout: '', stderr: '' }
  if (file !== undefined) {
    sandbox.write(file, text)
    // An example of a pack must be a good one; what uses a config file is run, too.
    return language === 'yaml' && text.startsWith('pack:')
      ? sandbox.shell(`clean rules lint ${file} && clean rules test ${file}`)
      : empty
  }
  if (language === 'js') return sandbox.script(text)
  if (language !== 'sh') return empty
  let all = empty
  for (const line of text.split('\n').map(withoutNpm)) {
    if (line === '' || line.startsWith('#')) continue
    const one = sandbox.shell(line)
    all = {
      code: all.code || one.code,
      stdout: all.stdout + one.stdout,
      stderr: all.stderr + one.stderr,
    }
  }
  return all
}

/** What a block calls that not every machine has: programs, and packages of the Python files it runs. */
function missing(
  sandbox: Sandbox,
  blocks: readonly Block[],
  { language, file, text }: Block,
): string | undefined {
  if (language !== 'sh' || file !== undefined) return undefined
  const programs = ['parallel', 'python3'].filter((name) => new RegExp(`(^|\\| )${name} `, 'm').test(text))
  const run = blocks.filter((one) => one.file !== undefined && text.includes(` ${one.file}`))
  const packages = ['pyspark', 'pyarrow', 'warcio'].filter((name) =>
    [text, ...run.map((one) => one.text)].some((program) =>
      new RegExp(`(import|from) ${name}`).test(program),
    ),
  )
  return (
    programs.find((name) => sandbox.shell(`command -v ${name}`).code !== 0) ??
    packages.find((name) => sandbox.shell(`python3 -c 'import ${name}'`).code !== 0)
  )
}

const pagesRun = ['README.md', 'CONTRIBUTING.md', 'samples/README.md', 'docs/recipes.md']
describe.each(pagesRun)('%s', { timeout: 180_000 }, (page) => {
  const sandbox = createSandbox()
  afterAll(() => sandbox.remove())
  const blocks = blocksOf(page)
  for (const [index, block] of blocks.entries()) {
    const runs = block.file !== undefined || block.language !== 'text'
    const next = blocks[index + 1]
    const output = next?.language === 'text' && next.file === undefined ? next.text : undefined
    test(`line ${block.line}: ${runs ? block.text.split('\n')[0] : 'output'}`, ({ skip }) => {
      // No block goes unread but the pictures, which have no language.
      expect(['sh', 'js', 'yaml', 'json', 'html', 'python', 'text', 'none']).toContain(block.language)
      if (!runs) return
      if (['yaml', 'json', 'python'].includes(block.language)) expect(block.file).toBeDefined()
      const lacking = missing(sandbox, blocks, block)
      skip(lacking !== undefined, `${lacking} is not installed`)
      const { code, stdout, stderr } = runBlock(sandbox, block)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      if (output !== undefined && block.file === undefined) expect(stdout).toBe(output)
    })
  }
})

/** Addresses are not asked; what lies in the checkout must be there. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'samples/README.md',
  'docs/packs.md',
  'docs/deciding.md',
  'docs/presets.md',
  'docs/recipes.md',
  'docs/resume.md',
]
test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)]
  const dead = links.map(([, to]) => join(dirname(page), to as string)).filter((to) => !existsSync(to))
  expect(dead).toEqual([])
})

test('.ci/run runs the test command of README', () => {
  const command = 'npm ci && npm test'
  expect(blocksOf('README.md').map(({ text }) => text)).toContain(`${command}\n`)
  expect(readFileSync('.ci/run', 'utf8')).toContain(`  ${command}\n`)
})
