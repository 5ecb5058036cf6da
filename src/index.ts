/**
 * `dechaff`: takes the boilerplate off scraped text, by rules, and says which rule took which line.
 *
 * @module
 */

export type { TextCleaner } from './core.js'
export type { Batch, Cleaner, Decision, DocumentReport, Origin, Sink } from './engine/seam.js'
export type { CleanedText } from './engine/strings.js'
export { UserError } from './errors.js'
export type { JsonlOptions } from './formats/jsonl.js'
export type { FieldNames } from './formats/jsonl-fields.js'
export type { Reject } from './formats/jsonl-rejects.js'
export type { TextOptions } from './formats/text.js'
export { type CleanerOptions, createCleaner } from './io/cleaner.js'
export {
  cleanStream,
  type JsonlStreamOptions,
  type StreamOptions,
  type TextStreamOptions,
} from './io/transform.js'
export type { Limits } from './limits.js'
export type {
  ByteOffset,
  Category,
  Claimer,
  Confirm,
  Document,
  Hints,
  How,
  LineKind,
  Removal,
  Rule,
  Then,
  Where,
} from './types.js'
