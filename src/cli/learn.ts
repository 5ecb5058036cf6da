/** `clean learn INPUT … -o PACK` and `clean --learn INPUT …`: what the sites of the pages print on all of them, as rules. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { UserError } from '../errors.js'
import { shippedRuleset } from '../io/cleaner.js'
import { openOutput } from '../io/files.js'
import { findFiles } from '../io/tree.js'
import type { Proof } from '../learn/examples.js'
import { createLearner, type Learner } from '../learn/learn.js'
import { type LearnOptions, learnDefaults } from '../learn/options.js'
import { type LearnedOf, type LearnedPack, packsOf } from '../learn/pack.js'
import { proven } from '../learn/proof.js'
import type { CategoryOf } from '../learn/rules.js'
import { createSharedLearner, sharedDefaults } from '../learn/shared.js'
import { sharedPackOf } from '../learn/shared-pack.js'
import { packLimits } from '../packs/limits.js'
import { encodeSite } from '../sites/block.js'
import { writeSites } from '../sites/file.js'
import { compareKeys, keyOfText } from '../sites/keys.js'
import { checkFormats } from './format.js'
import { createInputReader } from './learn-pages.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

/** Options of learning, and what they bound. */
const asked: Readonly<Record<string, keyof LearnOptions>> = {
  'min-pages': 'minPages',
  'min-share': 'minShare',
  'min-outside': 'minOutside',
  'min-prose-pages': 'minProsePages',
  'min-prose-share': 'minProseShare',
  'min-names': 'minNames',
  'copy-share': 'copyShare',
  'max-pages': 'maxPages',
}

export async function learnFiles(given: Arguments, terminal: Terminal): Promise<number> {
  if (given.flags.has('shared')) return proposeShared(given, terminal)
  if (given.values.has('min-hosts'))
    throw new UserError('USAGE', {}, 'Unexpected --min-hosts without --shared, expected both; write --shared')
  if (given.flags.has('apply')) return learnAndClean(given, terminal)
  if (isOfCrawl(given)) return (await import('./learn-crawl.js')).learnOfCrawl(given, terminal)
  const learner = await learnFrom(given, terminal)
  const { categoryOf } = learner
  const sites = sitesOf(learner)
  const ruleset = shippedRuleset()
  const output = given.values.get('output')
  if (output?.endsWith('/')) {
    mkdirSync(output, { recursive: true })
    const packs = proven((proof) => [...packsOfEach(sites, categoryOf, proof)], ruleset)
    for (const { name, text } of packs) await writeWhole(join(output, `${fileOf(name)}.yaml`), text)
    return 0
  }
  await writePack(given, terminal, 'site', (nameOf) =>
    proven((proof) => packsOf(sites, categoryOf, nameOf, proof), ruleset),
  )
  return 0
}

/** Lines of no site in particular, for the packs of all. */
async function proposeShared(given: Arguments, terminal: Terminal): Promise<number> {
  if (given.flags.has('apply'))
    throw new UserError('USAGE', {}, 'Unexpected --apply beside --shared, expected one of them')
  const { minOutside } = learnOptionsOf(given)
  const minHosts = Number(given.values.get('min-hosts') ?? sharedDefaults.minHosts)
  const ruleset = shippedRuleset()
  const learner = createSharedLearner(ruleset, { ...sharedDefaults, minHosts, minOutside })
  await readPages(given, terminal, (host, text) => {
    if (host === '')
      throw new UserError(
        'USAGE',
        {},
        'Unexpected a page without a host with --shared, expected one; write --url-field NAME, or name folders so',
      )
    learner.add(host, text)
  })
  const [proposals, prose] = [learner.proposals(), learner.prose()]
  await writePack(given, terminal, 'shared', (nameOf) =>
    proven((proof) => [{ name: nameOf(0), text: sharedPackOf(nameOf(0), proposals, prose, proof) }], ruleset),
  )
  return 0
}

/** One pack, to the output; `packsFor` is told the pack's name. */
export async function writePack(
  { values }: Arguments,
  terminal: Terminal,
  usual: string,
  packsFor: (nameOf: (part: number) => string) => readonly LearnedPack[],
): Promise<void> {
  const output = values.get('output')
  const isOut = output === undefined || output === '-'
  const name = `${LEARNED}${slug(isOut ? usual : basename(output).replace(/\.ya?ml$/, ''))}`
  const [pack, more] = packsFor((part) => (part === 0 ? name : `${name}-${part + 1}`))
  if (!pack || more || pack.text.length > packLimits.packUnits)
    throw new UserError(
      'LEARNED',
      isOut ? {} : { file: output },
      `Unexpected more rules than one pack holds, expected at most ${packLimits.packUnits} characters (packUnits); write \`-o DIR/\`, a folder for as many as it takes, or raise --min-pages`,
    )
  if (isOut) await terminal.write(pack.text)
  else await writeWhole(output, pack.text)
}

export async function writeWhole(path: string, text: string): Promise<void> {
  const place = openOutput(path)
  try {
    await place.write(Buffer.from(text))
    await place.commit()
  } catch (error) {
    place.discard()
    throw error
  }
}

/** Is the result, or what it is made from, on disk? */
const isOfCrawl = ({ flags, values }: Arguments): boolean =>
  flags.has('merge') ||
  values.has('sample') ||
  values.has('export') ||
  (values.get('output')?.endsWith('.sites') ?? false)

const sitesOf = (learner: Learner): ReturnType<Learner['sites']> =>
  learner.sites().filter(({ site }) => site.lines.length > 0)

/** Two passes: the pages say what their sites print, and are cleaned of it. */
export async function learnAndClean(given: Arguments, terminal: Terminal): Promise<number> {
  if (given.flags.has('shared') || given.values.has('min-hosts'))
    throw new UserError('USAGE', {}, 'Unexpected --shared with --learn, expected `clean learn --shared`')
  if (given.operands.length === 0 || given.operands.includes('-'))
    throw new UserError(
      'USAGE',
      {},
      'Unexpected standard input with --learn, expected files: they are read twice',
    )
  const learner = await learnFrom(given, terminal)
  const folder = mkdtempSync(join(tmpdir(), 'dechaff-learn-'))
  try {
    const sites = sitesOf(learner)
    const rules = await writeRules(folder, sites, learner.categoryOf)
    const lists = new Map(given.lists).set('rules', [...(given.lists.get('rules') ?? []), ...rules])
    // Pages may be nearly all menu. The guard knows that of rules with `sites`, and pages without a host have none.
    const isNamed = sites.every(({ host }) => host !== '')
    const values = isNamed ? given.values : new Map([['max-removed', '1'] as const, ...given.values])
    const flags = new Set([...given.flags].filter((name) => name !== 'learn' && name !== 'apply'))
    const { cleanFiles } = await import('./clean.js')
    return await cleanFiles({ ...given, command: undefined, lists, values, flags }, terminal)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A learned set of sites, which is read in a tenth of the time of their packs, and packs of pages without a host. */
async function writeRules(
  folder: string,
  sites: readonly LearnedOf[],
  categoryOf: CategoryOf,
): Promise<string[]> {
  const paths: string[] = []
  const keyed = sites.map((one) => ({ ...one, key: keyOfText(one.host) }))
  const hosted = keyed.filter(({ host }) => host !== '').sort((a, b) => compareKeys(a.key, b.key))
  if (hosted.length > 0) {
    const path = join(folder, 'site.sites')
    const writer = writeSites(path)
    for (const { host, site } of hosted) {
      const encoded = encodeSite(host, site, categoryOf, shippedRuleset().characters)
      if (encoded) await writer.add(host, encoded)
    }
    await writer.commit()
    paths.push(path)
  }
  const others = sites.filter(({ host }) => host === '')
  for (const { name, text } of packsOfEach(others, categoryOf)) {
    const path = join(folder, `${fileOf(name)}.yaml`)
    writeFileSync(path, text)
    paths.push(path)
  }
  return paths
}

/** Packs of each site. Hosts that differ in signs only, as a-b.example and a.b.example, are told apart by a number. */
function* packsOfEach(
  sites: readonly LearnedOf[],
  categoryOf: CategoryOf,
  proof?: Proof,
): Generator<LearnedPack> {
  const taken = new Set<string>()
  function freeName(host: string): string {
    let name = slug(host)
    for (let number = 2; taken.has(name); number++) name = `${slug(host)}-${number}`
    taken.add(name)
    return name
  }
  for (const one of sites) {
    const names: string[] = []
    yield* packsOf([one], categoryOf, (part) => (names[part] ??= `${LEARNED}${freeName(one.host)}`), proof)
  }
}

const LEARNED = 'learned/'
const fileOf = (name: string): string => name.slice(LEARNED.length)

export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'site'

export function learnOptionsOf({ values }: Arguments): LearnOptions {
  const options: Record<keyof LearnOptions, number> = { ...learnDefaults }
  for (const [name, key] of Object.entries(asked)) {
    const value = values.get(name)
    if (value !== undefined) options[key] = Number(value)
  }
  return options
}

async function learnFrom(given: Arguments, terminal: Terminal): Promise<Learner> {
  const learner = createLearner(shippedRuleset(), learnOptionsOf(given))
  await readPages(given, terminal, learner.add)
  return learner
}

/** Hands on every page as text, with its host; '' if none is known. */
async function readPages(
  given: Arguments,
  terminal: Terminal,
  add: (host: string, text: Uint8Array) => void,
): Promise<void> {
  checkFormats(given)
  const operands = given.operands.length > 0 ? given.operands : ['-']
  const { files, problems } = await findFiles(operands, {
    hidden: given.flags.has('hidden'),
    ignore: !given.flags.has('no-ignore'),
    except: [],
  })
  const [problem] = problems
  if (problem) throw problem
  const read = await createInputReader(given, terminal)
  for (const found of files) await read(found, add)
}
