/** Options from config files and the environment: which count, and what is said of wrong ones. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { options } from '../../src/cli/options.js'
import { harmful, latin1, page, prose, run, shell, testFolder, utf8 } from './run.js'

const root = testFolder()
const PROJECT = '.dechaffrc.yaml'
const END = '# all else is built in: clean --help\n'
const withoutComments = `${prose}\nNo comments:\nPost a Comment\n`

function made(files: Record<string, string>): string {
  const cwd = mkdtempSync(join(root, 'case-'))
  for (const [name, text] of Object.entries({ 'a.txt': page, ...files })) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  return cwd
}

const pack = (line: string): string => `pack: en/own
title: Own
language: en
rules:
  - id: stamp
    category: other
    where: anywhere
    lines: ["${line}"]
    why: Stands under every page of one site.
    remove: ["${line}"]
    keep: ["It was ${line}, they say."]
`

describe.concurrent('precedence', () => {
  const user = { 'xdg/dechaff/config.yaml': 'skip: [date]\njobs: 1\nguard: drop\nlevel: 3\n' }
  const project = { [PROJECT]: 'skip: [tags]\njobs: 2\n'.replace('jobs: 2\n', 'level: 4\n') }

  test.each<[name: string, args: string[], env: Record<string, string>, expected: string]>([
    [
      'the command line, the environment, the project, the user',
      ['--skip', 'cookie'],
      { DECHAFF_SKIP: 'ads', DECHAFF_LEVEL: '5' },
      'skip: ["cookie"] # command line\nguard: "drop" # xdg/dechaff/config.yaml:3:8\nlevel: 5 # DECHAFF_LEVEL\njobs: 1 # xdg/dechaff/config.yaml:2:7\n',
    ],
    [
      'the project, the user',
      [],
      {},
      `skip: ["tags"] # ${PROJECT}:1:7\nguard: "drop" # xdg/dechaff/config.yaml:3:8\nlevel: 4 # ${PROJECT}:2:8\njobs: 1 # xdg/dechaff/config.yaml:2:7\n`,
    ],
  ])('%s', async (_, args, env, expected) => {
    const cwd = made({ ...user, ...project })
    const ran = await run(['--print-config', ...args], {
      cwd,
      env: { XDG_CONFIG_HOME: join(cwd, 'xdg'), ...env },
    })
    const files = `# project file: ${PROJECT}\n# user file: xdg/dechaff/config.yaml\n`
    expect(ran).toEqual({ code: 0, signal: null, err: '', out: files + expected + END })
  })

  test.each<[args: string[], env: Record<string, string>]>([
    [['--no-config'], {}],
    [[], { DECHAFF_NO_CONFIG: '1' }],
  ])('%j %j: no file is read', async (args, env) => {
    const cwd = made(project)
    const ran = await run(['--print-config', ...args], { cwd, env })
    expect(ran).toMatchObject({ code: 0, out: `# no config file\n${END}` })
  })

  test.each<[args: string[], env: Record<string, string>]>([
    [['--config', 'own.yaml'], {}],
    [[], { DECHAFF_CONFIG: 'own.yaml' }],
  ])('%j %j: that file and no other', async (args, env) => {
    const cwd = made({ ...project, 'own.yaml': 'lang: de\n' })
    const ran = await run(['--print-config', ...args], { cwd, env })
    expect(ran).toMatchObject({ code: 0, out: `# named file: own.yaml\nlang: ["de"] # own.yaml:1:7\n${END}` })
  })

  test('a switch of a file is put off, and a list of the user by an empty one', async () => {
    const cwd = made({
      [PROJECT]: 'strict: true\nskip: []\n',
      'xdg/dechaff/config.yaml': 'skip: [comments]\ndrop-empty: true\n',
    })
    const env = { XDG_CONFIG_HOME: join(cwd, 'xdg'), DECHAFF_DROP_EMPTY: '0' }
    const { out } = await run(['--print-config', '--strict=false'], { cwd, env })
    expect(out).toBe(
      `# project file: ${PROJECT}\n# user file: xdg/dechaff/config.yaml\nstrict: false # command line\n${END}`,
    )
  })

  test('what is printed is a config file that says the same', async () => {
    const cwd = made({})
    const args = [
      '--skip',
      'date,tags',
      '--site',
      'example.org',
      '--strict',
      '-f',
      '1e5\u202e',
      '-r',
      'x y.yaml',
    ]
    const { out } = await run(['--print-config', ...args, '--level', '2'], { cwd })
    expect(harmful(utf8(out))).toEqual([])
    writeFileSync(join(cwd, PROJECT), out, 'latin1')
    const again = await run(['--print-config'], { cwd })
    const settings = (text: string): string[] =>
      text.split('\n').map((line) => line.split(' # ')[0] as string)
    expect(settings(again.out).slice(1)).toEqual(settings(out).slice(1))
  })
})

describe.concurrent('where the file of a project is found', () => {
  const skips = { [PROJECT]: 'skip: [comments]\n', 'sub/deep/a.txt': page }
  test.each<[name: string, files: Record<string, string>, at: string, expected: string]>([
    ['here', {}, '', withoutComments],
    ['above, in a checkout', { '.git/HEAD': '' }, 'sub/deep', withoutComments],
    ['above, in a checkout that is linked', { '.git': 'gitdir: x\n' }, 'sub/deep', withoutComments],
    ['not above without one', {}, 'sub/deep', prose],
    ['not above the checkout', { 'sub/.git/HEAD': '' }, 'sub/deep', prose],
    ['the nearest', { '.git/HEAD': '', [`sub/${PROJECT}`]: 'skip: [cookie]\n' }, 'sub/deep', prose],
    ['not a directory', { '.git/HEAD': '', [`sub/${PROJECT}/x`]: '' }, 'sub/deep', withoutComments],
  ])('%s', async (_, files, at, expected) => {
    const cwd = join(made({ ...skips, ...files }), at)
    expect(await run(['a.txt'], { cwd })).toEqual({ code: 0, signal: null, out: expected, err: '' })
  })
})

describe.concurrent('what a file says counts', () => {
  const record = `{"body":${JSON.stringify(page)},"text":""}\n`

  test('for records, in threads, too; text stays text', async () => {
    const cwd = made({
      'a.jsonl': record.repeat(10),
      'b.jsonl': record,
      [PROJECT]: 'field: body\nskip: comments\n',
    })
    const kept = `{"body":${JSON.stringify(withoutComments)},"text":""}\n`
    const ran = await run(['a.txt', 'a.jsonl', 'b.jsonl', '-o', 'out/', '-j', '2', '-q'], { cwd })
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect([latin1(join(cwd, 'out/a.txt')), latin1(join(cwd, 'out/a.jsonl'))]).toEqual([
      withoutComments,
      kept.repeat(10),
    ])
  })

  test('for --resume', async () => {
    const cwd = made({ [PROJECT]: 'skip: [cookie]\n' })
    const args = ['a.txt', '-o', 'out/', '--resume', '-q']
    expect(await run(args, { cwd })).toMatchObject({ code: 0 })
    writeFileSync(join(cwd, PROJECT), 'skip: [share]\n')
    expect(await run(args, { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('options {"skip":["share"]}'),
    })
  })

  test('for explain, learn and restore, which write where the command line says', async () => {
    const cwd = made({ 'own.yaml': 'skip: [comments]\noutput: out.txt\naudit: A\nfield: body\nlevel: 2\n' })
    const printed = async (command: string): Promise<string> =>
      (await run([command, '--config', 'own.yaml', '--print-config'], { cwd })).out
        .split('\n')
        .slice(1, -2)
        .map((line) => line.split(':')[0])
        .join(' ')
    expect(await printed('explain')).toBe('skip field')
    expect(await printed('learn')).toBe('skip field')
    expect(await printed('restore')).toBe('level')
    expect(await printed('rules')).toBe('')
    const { out } = await run(['explain', 'a.txt', '--config', 'own.yaml'], { cwd })
    expect(out).toMatch(/^keep +No comments:$/m)
  })

  test('files lie where the file says, seen from itself', async () => {
    const cwd = made({
      'sets/run.yaml': 'rules: own.yaml\noutput: ../out/\naudit: ../audits/\nstats: counts.json\n',
      'sets/own.yaml': pack('printed in norrhaven'),
      'b.txt': `${prose}Printed in Norrhaven\n`,
    })
    expect(await run(['b.txt', '--config', 'sets/run.yaml', '-q'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    })
    expect(latin1(join(cwd, 'out/b.txt'))).toBe(prose)
    expect(latin1(join(cwd, 'audits/b.txt'))).toContain('"rule":"en/own#stamp"')
    expect(JSON.parse(readFileSync(join(cwd, 'sets/counts.json'), 'utf8'))).toMatchObject({
      options: { rules: ['sets/own.yaml'] },
    })
  })

  test('a file through a pipe, and one in JSON', async () => {
    const cwd = made({ [PROJECT]: '{"skip": ["comments"]}\n' })
    expect((await run(['a.txt'], { cwd })).out).toBe(withoutComments)
    const ran = await shell('clean a.txt --config <(echo skip: cookie)', [], cwd)
    expect(ran).toMatchObject({ code: 0, out: prose })
  })

  test('quiet and verbose', async () => {
    const cwd = made({ [PROJECT]: 'verbose: true\n' })
    expect((await run(['a.txt'], { cwd })).err).toContain('3 lines removed')
    expect((await run(['a.txt', '-q'], { cwd })).err).toBe('')
  })
})

describe.concurrent('wrong files', () => {
  test.each<[text: string, message: string]>([
    ['onyl: [share]', '1:1: Unknown option `onyl`; did you mean `only`?'],
    ['dropEmpty: true', '1:1: Unknown option `dropEmpty`; did you mean `drop-empty`?'],
    ['o: x', '1:1: Unknown option `o`; did you mean `to`?'],
    ['"\\e[2J": 1', '1:1: Unknown option `\\u{1b}[2J`; clean --help shows all, write their long names'],
    ['__proto__: 1', '1:1: Unknown option `__proto__`; clean --help shows all, write their long names'],
    ['- skip', '1:1: Unexpected value, expected options, as `skip: [cookie]`'],
    ['skip', '1:1: Unexpected value, expected options, as `skip: [cookie]`'],
    ['skip:', '1:6: Unexpected nothing for `skip`, expected CATEGORIES, one or a list'],
    ['skip: {a: 1}', '1:7: Unexpected map for `skip`, expected CATEGORIES, one or a list'],
    ['skip: ["share,"]', '1:8: Unexpected `share,` for `skip`, expected CATEGORIES'],
    ['strict: yes', '1:9: Unexpected `yes` for `strict`, expected true or false'],
    ['max-removed: [1]', '1:14: Unexpected list for `max-removed`, expected SHARE'],
    ['max-removed: 2', '1:14: Unexpected `2` for `max-removed`, expected a share from 0 to 1, as 0.9'],
    [
      'from: jsnl',
      '1:7: Unexpected `jsnl` for `from`, expected text or jsonl or html or auto; write `jsonl`',
    ],
    ['skip:\n  - share\n  - comment', '3:5: Unknown category `comment`; did you mean `comments`?'],
    ['lang: enn', '1:7: Unknown language `enn`; did you mean `en`?'],
    ['\ndisable: [en/shar]', '2:11: Unknown rule or pack `en/shar`; did you mean `en/share`?'],
    ['preset: c5', '1:9: Unknown preset `c5`; did you mean `c4`?'],
    ['rules: none.yaml', '1:8: none.yaml: no such file or directory, expected a pack or a folder of packs'],
    ['skip: share\nskip: tags', '2:1: Unexpected second `skip`, expected every key once; join the two'],
    [
      'skip: *x',
      '1:7: Unexpected alias `*x`, expected the text itself; write it out, or quote text that begins with `*`',
    ],
    ['check: true', '1:1: Unexpected `check` in a config file, expected it on the command line'],
    ['config: x', '1:1: Unexpected `config` in a config file, expected it on the command line'],
    ['sample: x', '1:1: Unexpected `sample` in a config file, expected it on the command line'],
    ['merge: true', '1:1: Unexpected `merge` in a config file, expected it on the command line'],
    ['export: a.example', '1:1: Unexpected `export` in a config file, expected it on the command line'],
  ])('%j', async (text, message) => {
    const cwd = made({ [PROJECT]: `${text}\n` })
    const ran = await run(['a.txt'], { cwd })
    expect(ran).toEqual({ code: 2, signal: null, out: '', err: `clean: ${PROJECT}:${message}\n` })
  })

  test.each<[text: string]>([
    ['skip: ['],
    ['{{{{'.repeat(5000)],
    ['skip: &a [x]\nonly: *a'],
    ['skip: !!js/function x'],
    ['a\0b'],
  ])('text that is no such YAML: one line', async (text) => {
    const { code, out, err } = await run(['a.txt'], { cwd: made({ [PROJECT]: text }) })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^clean: \.dechaffrc\.yaml:\d+:\d+: Unexpected [^\n]+\n$/)
    expect(harmful(err)).toEqual([])
  })

  test('one that is too large, missing, or a directory', async () => {
    const cwd = made({ [PROJECT]: '#'.repeat(70_000), 'd/x': '' })
    const errorOf = async (...args: string[]): Promise<string> => (await run([...args, 'a.txt'], { cwd })).err
    expect(await errorOf()).toBe(
      `clean: ${PROJECT}: Unexpected 70000 bytes, expected at most 65536 (fileBytes); name another file\n`,
    )
    expect(await errorOf('--config', 'none')).toBe('clean: none: no such file or directory\n')
    expect(await errorOf('--config', 'd')).toBe(
      'clean: d: Unexpected directory, expected a file of options\n',
    )
    expect(await errorOf('--config', 'd', '--no-config')).toBe(
      'clean: Unexpected --config beside --no-config, expected one of them\n',
    )
  })

  test('help and version come all the same', async () => {
    const cwd = made({ [PROJECT]: 'x: 1\n' })
    for (const arg of ['--help', '--version']) expect(await run([arg], { cwd })).toMatchObject({ code: 0 })
  })

  test('options that do not go together: where they may come from', async () => {
    const cwd = made({ [PROJECT]: 'strict: true\n' })
    expect((await run(['a.txt', '--rejects', 'R'], { cwd })).err).toBe(
      `clean: Unexpected --rejects beside --strict, expected one of them; options come from ${PROJECT}, too (clean --print-config shows which)\n`,
    )
  })

  test.each<[variable: string, value: string, message: string]>([
    ['DECHAFF_STRICT', 'yes', 'Unexpected `yes`, expected 1 or 0'],
    ['DECHAFF_MAX_REMOVED', '2', 'Unexpected `2`, expected a share from 0 to 1, as 0.9'],
    ['DECHAFF_LANG', 'de,enn', 'Unknown language `enn`; did you mean `en`?'],
    ['DECHAFF_ONLY', 'share,', 'Unexpected `share,`, expected CATEGORIES'],
  ])('%s=%s', async (variable, value, message) => {
    const ran = await run(['a.txt'], { cwd: made({}), env: { [variable]: value } })
    expect(ran).toEqual({ code: 2, signal: null, out: '', err: `clean: ${variable}: ${message}\n` })
  })
})

describe('the file of a stranger’s project', () => {
  const trusted = ['output', 'durable', 'jobs', 'resume', 'hidden', 'audit', 'stats', 'rejects']

  test('all options that name files to be written are refused there', () => {
    expect(options.filter(({ config }) => config === 'trusted').map(({ name }) => name)).toEqual(trusted)
    const open = options.filter(({ config, path }) => config === undefined && path).map(({ name }) => name)
    expect(open).toEqual(['rules'])
  })

  test.each(trusted)('%s', async (name) => {
    const cwd = made({ [PROJECT]: `\n${name}: x\n` })
    expect(await run(['a.txt'], { cwd })).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: `clean: ${PROJECT}:2:1: Unexpected \`${name}\` in the file of a project, expected it on the command line; or name the file: --config ${PROJECT}\n`,
    })
  })

  test.each<[rules: string]>([['/dev/zero'], ['../..'], ['link']])(
    'rules outside of it: %s',
    async (rules) => {
      const cwd = made({ [PROJECT]: `rules: ${rules}\n` })
      symlinkSync('/etc/passwd', join(cwd, 'link'))
      const { code, err } = await run(['a.txt'], { cwd })
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(
          /^clean: \.dechaffrc\.yaml:1:8: Unexpected `[^`]+`, which lies outside, expected /,
        ),
      ])
    },
  )

  test('rules below it', async () => {
    const cwd = made({
      [PROJECT]: 'rules: own\n',
      'own/a.yaml': pack('printed in norrhaven'),
      '.git': '',
      'sub/x': '',
    })
    const input = `${prose}Printed in Norrhaven\n`
    expect(await run([], { cwd: join(cwd, 'sub'), input })).toMatchObject({ code: 0, out: prose, err: '' })
  })
})
