/**
 * YAML as a tree with places. It holds only what a pack may consist of: maps with text as keys,
 * lists, scalars. Anchors, aliases and tags are problems, so nothing can refer to itself or grow.
 */
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Scalar } from 'yaml'
import type { Problem } from '../errors.js'
import { packLimits } from './limits.js'
import type { Position } from './pack.js'
import { quote } from './quote.js'

export type Value = string | number | boolean | null
export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface MapTree {
  readonly kind: 'map'
  readonly start: number
  readonly entries: ReadonlyMap<string, { readonly keyStart: number; readonly value: Tree }>
}
export interface ListTree {
  readonly kind: 'list'
  readonly start: number
  readonly items: readonly Tree[]
}
export interface ScalarTree {
  readonly kind: 'scalar'
  readonly start: number
  readonly style: Style
  readonly value: Value
}
/** In place of what was refused, so that no second problem is told of it. */
export interface VoidTree {
  readonly kind: 'void'
  readonly start: number
}
/** `start` is the offset of the first character in the file, a quote included. */
export type Tree = MapTree | ListTree | ScalarTree | VoidTree

/** A pack's text while it is read, and the problems found so far. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly problems: Problem[]
}

export function positionOf(source: Source, offset: number): Position {
  const { line, col } = source.lines.linePos(offset)
  return { line, column: col }
}

export function report(source: Source, offset: number, code: string, message: string): void {
  source.problems.push({ code, file: source.file, ...positionOf(source, offset), message })
}

const styles: Readonly<Record<string, Style>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
}

/** `start` is used for what is not there, as in `- ` or `key:`. */
export function buildTree(source: Source, node: unknown, start: number, depth = 0): Tree {
  const refuse = (code: string, message: string): VoidTree => {
    report(source, from, code, message)
    return { kind: 'void', start: from }
  }
  const from = startOf(node) ?? start
  if (depth > packLimits.depth) {
    return refuse(
      'PACK_DEPTH',
      `Unexpected depth, expected at most ${packLimits.depth} lists and maps inside each other; flatten it`,
    )
  }
  if (isAlias(node)) {
    return refuse(
      'PACK_ALIAS',
      `Unexpected alias ${quote(`*${node.source}`)}, expected the text itself; write it out, or quote text that begins with \`*\``,
    )
  }
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined) {
      return refuse(
        'PACK_ALIAS',
        `Unexpected anchor ${quote(`&${node.anchor}`)}, expected the text itself; take the anchor off, or quote text that begins with \`&\``,
      )
    }
    if (node.tag !== undefined) {
      return refuse(
        'PACK_TAG',
        `Unexpected tag ${quote(node.tag)}, expected none; take it off, or quote text that begins with \`!\``,
      )
    }
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => buildTree(source, item, from, depth + 1))
    return { kind: 'list', start: from, items }
  }
  if (isMap(node)) {
    const entries = new Map<string, { keyStart: number; value: Tree }>()
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value ?? '') : ''
      const keyStart = startOf(key) ?? from
      if (isAlias(key) || (isScalar(key) && (key.anchor !== undefined || key.tag !== undefined))) {
        report(source, keyStart, 'PACK_ALIAS', 'Unexpected mark before a key, expected a plain key')
        continue
      }
      if (entries.has(name)) {
        const message = `Unexpected second ${quote(name)}, expected every key once; join the two`
        report(source, keyStart, 'PACK_DUPLICATE', message)
        continue
      }
      entries.set(name, { keyStart, value: buildTree(source, value, keyStart, depth + 1) })
    }
    return { kind: 'map', start: from, entries }
  }
  if (!isScalar(node)) return { kind: 'scalar', start: from, style: 'plain', value: null }
  return {
    kind: 'scalar',
    start: from,
    style: styles[String(node.type)] ?? 'plain',
    value: scalarValue(node),
  }
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range
  return range?.[0]
}

function scalarValue({ value }: Scalar): Value {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return plain ? value : value == null ? null : String(value)
}

/** The tree as plain values, for the schema. What was refused is undefined. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map': {
      // Without a prototype, `__proto__` is a key like others.
      const values: Record<string, unknown> = Object.create(null)
      for (const [key, { value }] of tree.entries) values[key] = plain(value)
      return values
    }
    case 'list':
      return tree.items.map(plain)
    case 'scalar':
      return tree.value
    case 'void':
      return undefined
    default:
      return tree satisfies never
  }
}

/** The value of a key, if the tree is a map that has it. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined
}

export function items(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : []
}

/** The texts of a list; what is not text is the schema's to refuse. */
export function texts(tree: Tree | undefined): readonly TextTree[] {
  return items(tree).filter(isText)
}

export type TextTree = ScalarTree & { readonly value: string }

export function isText(tree: Tree | undefined): tree is TextTree {
  return tree?.kind === 'scalar' && typeof tree.value === 'string'
}
