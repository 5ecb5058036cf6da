/** The public types, held to the right and the wrong use; only `tsc --noEmit` reads this file. */
import type { Transform } from 'node:stream'
import { createCoreCleaner, loadRuleset, type Ruleset } from '../../src/core.js'
import {
  type ByteOffset,
  type Category,
  type Claimer,
  type CleanedText,
  type Cleaner,
  type CleanerOptions,
  cleanStream,
  createCleaner,
  type How,
  type Removal,
  type Rule,
  type StreamOptions,
  type TextCleaner,
  UserError,
} from '../../src/index.js'

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

export async function makesCleaners(): Promise<void> {
  const cleaner = await createCleaner()
  same<typeof cleaner, TextCleaner>(true)
  await createCleaner({ only: ['share'], languages: ['en'], maxRemoved: 0.5, rules: ['mine.yaml'] })
  await createCleaner({ defaultRules: false, disable: ['en/share'], enable: undefined })
  // @ts-expect-error a list, not one name
  await createCleaner({ skip: 'share' })
  // @ts-expect-error the option is called languages
  await createCleaner({ lang: ['en'] })
  // @ts-expect-error a share is a number
  await createCleaner({ maxRemoved: '0.5' })
  // @ts-expect-error the command line's matter, not the library's
  await createCleaner({ ownParts: 1 })
  // @ts-expect-error a promise has no `clean`
  createCleaner().clean('')
  const options: CleanerOptions = {}
  // @ts-expect-error options are read only
  options.defaultRules = true
}

export function cleansTexts(cleaner: TextCleaner): void {
  const cleaned = cleaner.clean('It rained.\n', 'example.org')
  same<typeof cleaned, CleanedText>(true)
  same<typeof cleaned.text, string>(true)
  same<typeof cleaned.guarded, boolean>(true)
  // @ts-expect-error bytes go through cleanStream
  cleaner.clean(new Uint8Array())
  const [removal] = cleaned.removals
  same<typeof removal, Removal | undefined>(true)
  // @ts-expect-error there may be no removal
  removal.line
  // @ts-expect-error context and blank lines have no rule
  removal?.rule.id
  same<How, Removal['how']>(true)
  same<Rule['category'], Category>(true)
}

export function keepsUnits(removal: Removal): void {
  const offset: ByteOffset = removal.offset
  const number: number = offset
  // @ts-expect-error a line number is no distance in bytes
  const wrong: ByteOffset = removal.line
  // @ts-expect-error a bare number has no unit
  const bare: ByteOffset = number
  void [wrong, bare]
}

export function cleansStreams(cleaner: Cleaner): void {
  const stream = cleanStream(cleaner, { nullData: true, onOutput: (bytes) => bytes.length })
  same<typeof stream, Transform>(true)
  // @ts-expect-error a cleaner is needed
  cleanStream()
  // @ts-expect-error a promise of a cleaner is none
  cleanStream(createCleaner())
  const options: StreamOptions = { onDocument: ({ removedLines }) => void removedLines.toFixed() }
  // @ts-expect-error the command line's spelling
  cleanStream(cleaner, { ...options, 'null-data': true })
  cleanStream(cleaner, { format: 'jsonl', field: 'metadata.text', onReject: ({ row }) => void row.toFixed() })
  // @ts-expect-error only records have fields
  cleanStream(cleaner, { field: 'text' })
  // @ts-expect-error only text has NULs between documents
  cleanStream(cleaner, { format: 'jsonl', nullData: true })
}

export function worksWithoutNode(bytes: Uint8Array, claimer: Claimer): void {
  const ruleset = loadRuleset(bytes)
  same<typeof ruleset, Ruleset>(true)
  const cleaner: TextCleaner = createCoreCleaner(ruleset, { claimers: [claimer] })
  void cleaner
  // @ts-expect-error the bytes are loaded first
  createCoreCleaner(bytes)
  // @ts-expect-error files of packs need Node
  createCoreCleaner(ruleset, { rules: ['mine.yaml'] })
}

export function tellsUsersFaults(error: unknown): string {
  if (!(error instanceof UserError)) return ''
  same<typeof error.line, number | undefined>(true)
  // @ts-expect-error the place of a mistake is read only
  error.column = 1
  return error.code
}
