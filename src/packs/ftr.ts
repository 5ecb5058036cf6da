/**
 * Site configurations of FiveFilters' Full-Text RSS as packs: what a site's `strip`, `strip_id_or_class`
 * and `body` say becomes a rule for elements of that site. What no selector can say is told, line by line.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Problem, UserError } from '../errors.js'
import { quote } from './quote.js'
import { shapes } from './schema.js'
import { checkSelector } from './selectors.js'
import { type Selected, selectorsOf } from './xpath.js'

export interface ImportedPack {
  /** Of the file it is to be written to. */
  readonly name: string
  readonly text: string
}

export interface Imported {
  readonly packs: readonly ImportedPack[]
  readonly hosts: number
  readonly rules: number
  /** What could not be said as a rule. */
  readonly problems: readonly Problem[]
}

/** Rules of a pack: well under what a pack may hold. */
const PACK_RULES = 250
/** Directives that say nothing about what goes: titles, requests, tests. */
const others =
  /^(title|author|date|native_ad_clue|tidy|prune|autodetect_on_failure|test_url|test_contains|http_header(\(.*\))?|next_page_link|single_page_link(_in_feed)?|login_\w+|requires_login|not_logged_in_xpath|src_lazy_load_attr|insert_detected_image|skip_json_ld|parser|convert_double_br_tags|footnotes|wrap_in(\(.*\))?|if_page_contains|strip_attr|strip_image_src|dissolve|find_string|replace_string(\(.*\))?|move_into(\(.*\))?)$/
/** Of those, what changes a text. */
const unsaid = /^(find_string|replace_string|strip_image_src|dissolve|wrap_in|move_into|strip_attr)/

const KEEP = '<p>The river rose slowly in the night.</p>'

export function importFtr(folder: string): Imported {
  let names: string[]
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort()
  } catch {
    throw new UserError(
      'FTR_FOLDER',
      {},
      `${folder}: no such folder, expected site configurations (HOST.txt)`,
    )
  }
  if (names.length === 0)
    throw new UserError('FTR_FOLDER', {}, `${folder}: no site configuration in it, expected files HOST.txt`)
  const problems: Problem[] = []
  const rules: object[] = []
  const hosts = new Set<string>()
  const ids = new Map<string, number>()
  for (const name of names) {
    const file = join(folder, name)
    const host = name
      .slice(0, -'.txt'.length)
      .replace(/^\.|^www\./, '')
      .toLowerCase()
    if (!shapes.host.test(host)) {
      problems.push(problemAt(file, 1, `Unexpected name ${quote(name)}, expected HOST.txt; left out`))
      continue
    }
    const { strip, body } = readSite(file, problems)
    // `.example.org` and `example.org` are two files for one host, as `a-b.org` and `a.b.org` have one id.
    const plain = host.replace(/[^a-z0-9]+/g, '-')
    const same = (ids.get(plain) ?? 0) + 1
    ids.set(plain, same)
    const id = same === 1 ? plain : `${plain}-${same}`
    for (const [kind, found] of [
      ['strip', strip],
      ['body', body],
    ] as const) {
      if (found.length === 0) continue
      const first = found.find(({ shows }) => shows)
      if (!first) {
        problems.push(
          problemAt(file, 1, `Unexpected \`${kind}\` without an element that holds text; left out`),
        )
        continue
      }
      hosts.add(host)
      const inner =
        kind === 'strip'
          ? first.snippet('Boilerplate')
          : `<p>Boilerplate</p>${first.snippet('<p>Article</p>')}`
      rules.push({
        id: `${id}-${kind}`,
        category: 'other',
        where: 'anywhere',
        select: [...new Set(found.map(({ select }) => select))].join(', '),
        ...(kind === 'body' ? { outside: true } : {}),
        sites: [host],
        why: `FiveFilters' site configuration of ${host} (CC0) says so.`,
        remove: [inner],
        keep: [KEEP],
      })
    }
  }
  const packs: ImportedPack[] = []
  for (let from = 0; from < rules.length; from += PACK_RULES) {
    const name = `sites-${packs.length + 1}`
    const pack = {
      pack: `ftr/${name}`,
      title: "Site rules from FiveFilters' site configurations",
      language: 'und',
      rules: rules.slice(from, from + PACK_RULES),
    }
    packs.push({
      name: `${name}.yaml`,
      text: stringify(pack, { lineWidth: 0, aliasDuplicateObjects: false }),
    })
  }
  return { packs, hosts: hosts.size, rules: rules.length, problems }
}

function readSite(file: string, problems: Problem[]): { strip: Selected[]; body: Selected[] } {
  const strip: Selected[] = []
  const body: Selected[] = []
  readFileSync(file, 'utf8')
    .split(/\r\n|\n|\r/)
    .forEach((line, index) => {
      const text = line.trim()
      if (text === '' || text.startsWith('#')) return
      const [, name = '', value = ''] = /^([a-z_]+(?:\([^)]*\))?)\s*:\s*(.*)$/i.exec(text) ?? []
      const tell = (what: string): void => {
        problems.push(problemAt(file, index + 1, what))
      }
      const add = (to: Selected[], found: readonly (Selected | undefined)[]): void => {
        for (const selected of found) {
          if (selected && !checkSelector(selected.select).problem) to.push(selected)
          else tell(`Unexpected ${quote(value)}, expected what a CSS selector can say; left out`)
        }
      }
      if (value === '') tell(`Unexpected ${quote(text)}, expected \`name: value\`; left out`)
      else if (name === 'strip') add(strip, selectorsOf(value))
      else if (name === 'body') add(body, selectorsOf(value))
      else if (name === 'strip_id_or_class') add(strip, [byIdOrClass(value)])
      else if (unsaid.test(name) || !others.test(name))
        tell(`Unexpected \`${name}\`, expected strip, strip_id_or_class or body; left out`)
    })
  return { strip, body }
}

/** A part of an id or class, as there. */
function byIdOrClass(value: string): Selected | undefined {
  const part = value.replace(/^['"]|['"]$/g, '')
  if (!/^[\w :./#-]+$/.test(part)) return undefined
  return {
    shows: /^[\w-]+$/.test(part),
    select: `[class*="${part}"], [id*="${part}"]`,
    snippet: (text) => `<div class="${part}">${text}</div>`,
  }
}

function problemAt(file: string, line: number, message: string): Problem {
  return { code: 'FTR_LEFT_OUT', file, line, column: 1, message }
}
