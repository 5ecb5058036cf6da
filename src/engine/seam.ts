/**
 * What the engine gives to formats, audit, statistics and explain. Fates are arrays per block of
 * lines, never an object per line: that alone was measured at a seventh of the speed.
 */
import type { Limits } from '../limits.js'
import type { Document, How, Rule } from '../types.js'
import type { Characters } from './characters.js'
import type { ElementRule } from './elements.js'
import type { Flow } from './flow.js'

/** A fate is 0 for a kept line, else 1 + the index of its how in this list. */
export const hows: readonly How[] = ['line', 'context', 'block', 'rest', 'weak', 'blank', 'element', 'judge']

/** Where a document stands that is the value of a field in a record. Only valid during the call. */
export interface Origin {
  /** Line of the file that the record is, from 1. */
  readonly row: number
  /** The field, dots going deeper. */
  readonly field: string
  /** Host of the page's address, lower case, if it is known. */
  readonly host: string | undefined
  /** What the record is called: the value of its id field, or its file and row. */
  id(): string
  /** The file's bytes. */
  readonly bytes: Uint8Array
  /** Where line i of the document begins in them, between the quotes; an entry more than there are lines. */
  readonly starts: Uint32Array
  /** The whole record with its terminator, if it does not go on. */
  readonly dropped: Uint8Array | undefined
}

/** Lines of one block whose fate is known, in the order of the document. */
export interface Batch {
  readonly bytes: Uint8Array
  /** Line i of the block is `bytes[starts[i] … starts[i + 1]]`, terminator included. */
  readonly starts: Uint32Array
  /** The batch is the lines `from` to `to` (exclusive) of the block. */
  readonly from: number
  readonly to: number
  /** Per line of the block: 0 kept, else 1 + index in `hows`. */
  readonly fates: Uint8Array
  /** Per line of the block: number in `Cleaner.rules` of the rule that took it, or that claims it though it stays; -1 for none. */
  readonly takers: Int32Array
  /** Line number of line `from` in its document, from 1. */
  readonly firstLine: number
  /** Bytes of the document before line `from`. */
  readonly firstOffset: number
  /** For a document in a record: where it stands; the block then is the whole document. */
  readonly origin?: Origin | undefined
}

/** What became of one document. */
export interface DocumentReport {
  readonly lines: number
  readonly removedLines: number
  /** Bytes read and bytes kept of the document's text. */
  readonly bytes: number
  readonly keptBytes: number
  /** More than `maxRemoved` would have gone, so it stayed as it was (or was dropped whole). */
  readonly guarded: boolean
  /** Longer than `documentBytes`: decided as it flowed. */
  readonly streamed: boolean
  /** Of a page: too little prose would have been left, so no element went. */
  readonly undone?: boolean | undefined
}

/** A document decided whole. */
export interface Decision {
  readonly fates: Uint8Array
  readonly takers: Int32Array
  readonly report: DocumentReport
}

/** Where a document that flows goes; both only valid during the call. */
export interface Sink {
  /** Kept bytes, in order. */
  output(bytes: Uint8Array): void
  /** Every line, in order, before its bytes go out. */
  batch?(batch: Batch): void
}

/** Decides documents. Made once, used for many; holds no state between documents. */
export interface Cleaner {
  readonly rules: readonly Rule[]
  /** Identifies the rules and the switches that were set, for audits and statistics. */
  readonly hash: string
  readonly limits: Limits
  readonly characters: Characters
  /** Rules for elements that are on, for a format that has elements; the numbers are those of `rules`. */
  readonly elements: readonly ElementRule[]
  /** Decides a whole document. The arrays are used again for the next one. */
  decide(document: Document): Decision
  /** Begins a document of any length, decided as it flows. */
  flow(sink: Sink, site?: string): Flow
}
