/** Learning from a whole crawl: pages to a sample on disk, samples to a learned set, one site of a set to a pack. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.js'
import { shippedRuleset } from '../io/cleaner.js'
import { type Done, NOTES, openNotes } from '../io/notes.js'
import { type Found, findFiles, sliceOf } from '../io/tree.js'
import { packsOf } from '../learn/pack.js'
import { proven } from '../learn/proof.js'
import { hashOf } from '../learn/sample.js'
import { learnLimits } from '../limits.js'
import { version } from '../shipped.js'
import { decodeNotes } from '../sites/block.js'
import { openSites, writeSites } from '../sites/file.js'
import { learnCrawl } from '../sites/learn.js'
import { categoryOfRule } from '../sites/rules.js'
import { writePages } from '../sites/write-pages.js'
import { switchesOf } from './cleaner.js'
import { checkFormats } from './format.js'
import { learnOptionsOf, writePack } from './learn.js'
import { createInputReader } from './learn-pages.js'
import type { Arguments } from './options.js'
import { sliceAsked } from './plan.js'
import type { Terminal } from './terminal.js'

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

export async function learnOfCrawl(given: Arguments, terminal: Terminal): Promise<number> {
  const { flags, values } = given
  const output = values.get('output')
  const sample = values.get('sample')
  if (values.has('export')) return exportSite(given, terminal)
  if (flags.has('merge')) {
    if (output === undefined || sample !== undefined)
      throw wrongUse(
        'Unexpected --merge without -o FILE, expected a file for the learned set; write -o crawl.sites',
      )
    await learnFromSamples(given, given.operands, output, terminal)
    return 0
  }
  if (output !== undefined && !output.endsWith('.sites'))
    throw wrongUse(`Unexpected -o ${output} with --sample, expected a learned set; write -o crawl.sites`)
  const folder = sample ?? `${output}.sample`
  const isWhole = await writeSample(given, terminal, folder)
  if (!isWhole) return 2
  if (output === undefined) return 0
  if (values.has('shard'))
    throw wrongUse('Unexpected --shard with -o, expected samples of all slices first; write --sample DIR')
  await learnFromSamples(given, [folder], output, terminal)
  if (sample === undefined) removeOwn(folder, [NOTES, 'pages'])
  return 0
}

/** What bears on the pages, as a sample notes it. */
const optionsOfSample = (given: Arguments): Record<string, unknown> => ({
  version: version(),
  maxPages: learnOptionsOf(given).maxPages,
  options: switchesOf(given),
})

/** Returns whether all inputs could be read. */
async function writeSample(given: Arguments, terminal: Terminal, folder: string): Promise<boolean> {
  checkFormats(given)
  const operands = given.operands.length > 0 ? given.operands : ['-']
  const slice = sliceAsked(given.values.get('shard'))
  const { files, problems } = await findFiles(operands, {
    hidden: given.flags.has('hidden'),
    ignore: !given.flags.has('no-ignore'),
    except: [folder],
  })
  const [problem] = problems
  if (problem) throw problem
  const inputs = given.values.has('shard') ? sliceOf(files, slice.index, slice.count) : files
  const read = await createInputReader(given, terminal)
  mkdirSync(folder, { recursive: true })
  const resume = given.flags.has('resume')
  const run = optionsOfSample(given)
  const notes = openNotes({ output: folder, operands, slice, resume, keep: true, run })
  const rank = String(slice.index).padStart(5, '0')
  const pages = join(notes.folder, '../../pages', rank)
  try {
    if (!resume) rmSync(pages, { recursive: true, force: true })
    const writer = writePages(pages, learnOptionsOf(given))
    let pending: Done[] = []
    let pendingBytes = 0
    function flush(): void {
      const written = writer.flush()
      for (const done of pending) notes.note({ ...done, written })
      pending = []
      pendingBytes = 0
    }
    for (const found of inputs) {
      if (isAsNoted(notes.done.get(found.path), found)) {
        terminal.detail(`${found.path}: done before, skipped`)
        continue
      }
      await read(found, (host, text) => {
        pendingBytes += text.length
        writer.add(host, hashOf(text), text)
      })
      pending.push(doneOf(found))
      if (pendingBytes > learnLimits.notedBytes) flush()
    }
    flush()
    writer.close()
    notes.end(true, {}, () => ({}))
    return true
  } catch (error) {
    notes.close()
    throw error
  }
}

function doneOf({ path }: Found): Done {
  const known = path === '-' ? undefined : statSync(path)
  return {
    input: path,
    size: known?.size ?? 0,
    time: known?.mtimeMs ?? 0,
    output: '',
    written: 0,
    totals: { documents: 0, lines: 0, removed: 0, rejected: 0 },
  }
}

function isAsNoted(done: Done | undefined, { path }: Found): boolean {
  const known = done && statSync(path, { throwIfNoEntry: false })
  return known !== undefined && known.size === done?.size && known.mtimeMs === done.time
}

async function learnFromSamples(
  given: Arguments,
  samples: readonly string[],
  output: string,
  terminal: Terminal,
): Promise<void> {
  const options = learnOptionsOf(given)
  const folders = samples.flatMap((sample) => foldersOf(sample, options.maxPages))
  const parts = `${output}.parts`
  const buckets = join(parts, BUCKETS)
  if (!given.flags.has('resume')) rmSync(buckets, { recursive: true, force: true })
  mkdirSync(buckets, { recursive: true })
  const writer = writeSites(output)
  try {
    await learnCrawl({
      ruleset: shippedRuleset(),
      options,
      folders,
      writer,
      buckets,
      version: version(),
      onBucket: (done, of, isKnown) =>
        terminal.detail(`${output}: ${done} of ${of} parts learned${isKnown ? ' before' : ''}`),
    })
    await writer.commit()
    removeOwn(parts, [BUCKETS])
  } catch (error) {
    writer.discard()
    throw error
  }
}

/** In the folder beside a set that is made: what was learned of each bucket. */
const BUCKETS = 'learned'

/** Of a folder that may have been there before only what was written; the folder if nothing else is in it. */
function removeOwn(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true })
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}

/** The folders that finished runs wrote pages to. */
function foldersOf(sample: string, maxPages: number): string[] {
  const notes = join(sample, NOTES)
  const runs = existsSync(notes) ? readdirSync(notes) : []
  if (runs.length === 0)
    throw new UserError('SAMPLE', {}, `Unexpected ${sample}, expected a folder that --sample made`)
  return runs.flatMap((run) => {
    const root = join(notes, run)
    const { slices, maxPages: sampled } = readRun(join(root, 'run.json'))
    const done = readdirSync(join(root, 'completions')).length
    if (done < slices)
      throw new UserError(
        'SAMPLE',
        {},
        `Unexpected sample ${sample} of which ${done} of ${slices} slices are done, expected all; go on with --resume`,
      )
    if (sampled < maxPages)
      throw new UserError(
        'SAMPLE',
        {},
        `Unexpected --max-pages ${maxPages} for ${sample}, expected at most ${sampled}, as it was made with`,
      )
    return readdirSync(join(root, 'pages')).flatMap((rank) =>
      readdirSync(join(root, 'pages', rank)).map((number) => join(root, 'pages', rank, number)),
    )
  })
}

/** What a run noted of itself. */
function readRun(file: string): { slices: number; maxPages: number } {
  const text = readFileSync(file, 'utf8')
  try {
    const { slices, maxPages } = Object(JSON.parse(text)) as Record<string, unknown>
    if (Number.isSafeInteger(slices) && Number.isSafeInteger(maxPages))
      return { slices: Number(slices), maxPages: Number(maxPages) }
  } catch {
    // Not even JSON.
  }
  throw new UserError(
    'SAMPLE',
    { file },
    'Unexpected notes of a run, expected what `clean learn --sample` writes; make the sample again',
  )
}

async function exportSite(given: Arguments, terminal: Terminal): Promise<number> {
  const { operands, values } = given
  const [path] = operands
  if (path === undefined || operands.length > 1)
    throw wrongUse(`Unexpected ${operands.length} inputs with --export, expected one learned set`)
  const host = (values.get('export') as string).toLowerCase().replace(/^www\./, '')
  const sites = openSites(path)
  const block = sites.find(host)
  if (!block)
    throw new UserError(
      'SITES',
      { file: path },
      `Unexpected \`${host}\`, expected one of the ${sites.count} hosts that were learned of`,
    )
  const site = decodeNotes(block, sites.notes(host), () => sites.damaged(`notes of ${host}`))
  const categories = new Map(
    site.lines.map(({ text }, line) => [text, categoryOfRule(block.rules[line] as number)]),
  )
  const lines = [...site.lines].sort((a, b) => b.pages - a.pages || (a.phrase < b.phrase ? -1 : 1))
  const one = { host, site: { ...site, lines } }
  await writePack(given, terminal, 'site', (nameOf) =>
    proven((proof) => packsOf([one], (line) => categories.get(line), nameOf, proof), shippedRuleset()),
  )
  return 0
}
