/** The fields of a record that matter: its text, its address, its name. */
import { decodeUtf8 } from '../engine/utf8.js'
import { pathTree } from './jsonl-paths.js'
import { createRecordScanner, type RecordScanner } from './jsonl-scan.js'

/** Where the text is looked for, and what names a record, if nothing is said. */
export const textFields: readonly string[] = ['text', 'content', 'raw_content']
export const pageFields: readonly string[] = ['html', ...textFields]
export const idFields: readonly string[] = ['id', 'url', 'WARC-Record-ID']

export interface FieldNames {
  /** Field that holds the text, dots going deeper. Default: the first of `text`, `content`, `raw_content` that is there. */
  readonly field?: string | undefined
  /** Field that holds the page's address, whose host `sites` of rules is about. */
  readonly urlField?: string | undefined
  /** Field that names the record. Default: the first of `id`, `url`, `WARC-Record-ID` that is there. */
  readonly idField?: string | undefined
}

/** Reads the fields of one record after the other; asked after a scan that went well. */
export interface RecordFields {
  readonly scanner: RecordScanner
  use(bytes: Uint8Array): void
  /** The number of the path that holds the text; -1 if it is not there. */
  textPath(): number
  nameOf(path: number): string
  isString(path: number): boolean
  /** The host of the page, if the record says it. */
  host(): string | undefined
  /** The value that names the record as it stands there, a string or a number. */
  idRange(): readonly [from: number, to: number] | undefined
  id(): string | undefined
  /** Is the field for marks there already? */
  isMarked(): boolean
  /** Names that were asked for and were in no record so far. */
  readonly missing: Set<string>
  /** Takes the fields of this record off `missing`. */
  note(): void
}

const QUOTE = 0x22

/**
 * `mark`: a field of the record itself, whatever dots its name has, that must not be there. `fields`: where the
 * text is looked for if no name is given.
 */
export function createRecordFields(names: FieldNames, mark?: string, fields = textFields): RecordFields {
  const texts = names.field === undefined ? fields : [names.field]
  const ids = names.idField === undefined ? idFields : [names.idField]
  const urls = names.urlField === undefined ? [] : [names.urlField]
  const paths = [...new Set([...texts, ...ids, ...urls])]
  const numbersOf = (some: readonly string[]): number[] => some.map((path) => paths.indexOf(path))
  const [textPaths, idPaths, urlPaths] = [numbersOf(texts), numbersOf(ids), numbersOf(urls)]
  const all = mark === undefined ? paths.map(namesOf) : [...paths.map(namesOf), [mark]]
  const scanner = createRecordScanner(pathTree(all), all.length, texts.length)
  const { starts, ends } = scanner
  const missing = new Set([names.field, names.urlField, names.idField].filter((name) => name !== undefined))
  let bytes: Uint8Array = new Uint8Array(0)

  const parsed = (path: number): unknown =>
    JSON.parse(decodeUtf8(bytes, starts[path] as number, ends[path] as number))
  const isString = (path: number): boolean => bytes[starts[path] as number] === QUOTE

  /** A string that says something, or a number. */
  function isName(path: number): boolean {
    const first = bytes[starts[path] as number] as number
    const isNumber = first === 0x2d || (first >= 0x30 && first <= 0x39)
    return isNumber || (first === QUOTE && (ends[path] as number) > (starts[path] as number) + 2)
  }

  function idPath(): number | undefined {
    return idPaths.find((path) => (starts[path] as number) >= 0 && isName(path))
  }

  return {
    scanner,
    use(block) {
      bytes = block
      scanner.use(block)
    },
    textPath() {
      for (const path of textPaths) if ((starts[path] as number) >= 0) return path
      return -1
    },
    nameOf: (path) => paths[path] as string,
    isString,
    host() {
      const [path] = urlPaths
      if (path === undefined || (starts[path] as number) < 0 || !isString(path)) return undefined
      return hostOf(parsed(path) as string)
    },
    idRange() {
      const path = idPath()
      return path === undefined ? undefined : [starts[path] as number, ends[path] as number]
    },
    id() {
      const path = idPath()
      return path === undefined ? undefined : String(parsed(path))
    },
    isMarked: () => mark !== undefined && (starts[all.length - 1] as number) >= 0,
    missing,
    note() {
      for (const name of missing) if ((starts[paths.indexOf(name)] as number) >= 0) missing.delete(name)
    },
  }
}

const namesOf = (path: string): readonly string[] => path.split('.')

/** The host of an address, lower case; also of one without a scheme. */
function hostOf(address: string): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?(?:[^/?#@]*@)?([^/?#:@\s]+)/i.exec(address.trim())?.[1]
  return host?.toLowerCase()
}
