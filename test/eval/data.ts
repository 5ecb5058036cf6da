/** The data directory: gold texts and what extractors made of the same pages, as sets. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** What is known of a page. */
export interface Gold {
  readonly id: string
  readonly lang: string
  readonly type: string
  readonly url: string
  /** The main content. */
  readonly text: string
  /** The main content is known: else there are snippets only, and nobody knows what the other lines are. */
  readonly isWhole: boolean
  readonly with: readonly string[]
  readonly without: readonly string[]
  readonly comments: readonly string[]
}

/** A page and what an extractor made of it. */
export interface Page {
  readonly gold: Gold
  readonly text: string
}

/** One extractor's texts of the pages of one gold file, or the gold texts themselves. */
export interface EvalSet {
  /** `wcxb-dev/inscriptis`, `multi/dragnet.text`, `multi/dragnet.gold`. */
  readonly name: string
  /** `wcxb-dev`. */
  readonly folder: string
  /** `inscriptis`, `text`, `gold`. */
  readonly input: string
  /** `dragnet`; empty where the folder is one source. */
  readonly source: string
  readonly goldFile: string
  readonly file: string
}

const END = '.jsonl.gz'

export function readRows(file: string): unknown[] {
  const text = gunzipSync(readFileSync(file)).toString('utf8')
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]))
}

/** Every set of the directory, from its folders: `gold` and others, or `SOURCE.gold` and others. */
export function findSets(directory: string): EvalSet[] {
  const folders = readdirSync(directory).sort()
  return folders.flatMap((folder) => {
    const path = join(directory, folder)
    if (!statSync(path).isDirectory()) return []
    const names = readdirSync(path).filter((name) => name.endsWith(END))
    return names.sort().flatMap((name): EvalSet[] => {
      const stem = name.slice(0, -END.length)
      const dot = stem.lastIndexOf('.')
      const [source, input] = [stem.slice(0, Math.max(0, dot)), stem.slice(dot + 1)]
      const gold = `${source === '' ? '' : `${source}.`}gold${END}`
      if (!names.includes(gold)) return []
      return [
        {
          name: `${folder}/${stem}`,
          folder,
          input,
          source,
          goldFile: join(path, gold),
          file: join(path, name),
        },
      ]
    })
  })
}

/** By whole name, by name in its folder, or by input; `all` is every one. */
export function setsNamed(sets: readonly EvalSet[], name: string): EvalSet[] {
  const found = sets.filter(
    (set) => name === 'all' || set.name === name || set.name.endsWith(`/${name}`) || set.input === name,
  )
  if (found.length > 0) return found
  throw new Error(`${name}: no such set, expected one of ${sets.map((set) => set.name).join(', ')}`)
}

/** Identifies the data by the names and sizes of their files. */
export function dataHash(sets: readonly EvalSet[]): string {
  const hash = createHash('sha256')
  for (const { name, file } of sets) hash.update(`${name} ${statSync(file).size}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** A folder of one source has whole texts, and a page without main content has an empty one. */
const WHOLE = `gold${END}`

let lastGold: { file: string; rows: readonly Gold[] } | undefined

/** The sets of a gold file follow each other: it is read once. */
export function readGold(file: string): readonly Gold[] {
  if (lastGold?.file === file) return lastGold.rows
  const rows = (readRows(file) as Partial<Gold>[]).map((row) => ({
    id: String(row.id),
    lang: row.lang || '-',
    type: row.type || '-',
    url: row.url ?? '',
    text: row.text ?? '',
    isWhole: Boolean(row.text) || basename(file) === WHOLE,
    with: row.with ?? [],
    without: row.without ?? [],
    comments: row.comments ?? [],
  }))
  lastGold = { file, rows }
  return rows
}

export const isGoldSet = ({ input }: EvalSet): boolean => input === 'gold'

/** The pages of a set, in the order of the gold file; of gold texts those that are not empty. */
export function readPages(set: EvalSet): Page[] {
  const golds = readGold(set.goldFile)
  if (isGoldSet(set)) return golds.flatMap((gold) => (gold.text === '' ? [] : [{ gold, text: gold.text }]))
  const texts = new Map<string, string>()
  for (const row of readRows(set.file) as { id: unknown; text?: string }[]) {
    const id = String(row.id)
    if (texts.has(id)) throw new Error(`${set.file}: id ${id} stands twice, expected once`)
    texts.set(id, row.text ?? '')
  }
  return golds.flatMap((gold) => {
    const text = texts.get(gold.id)
    return text === undefined ? [] : [{ gold, text }]
  })
}
