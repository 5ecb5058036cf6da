/**
 * `dechaff`: takes the boilerplate off scraped text, by rules, and says which rule took which line.
 *
 * @module
 */

export type { TextCleaner } from './core.js'
export type { Batch, Cleaner, Decision, DocumentReport, Sink } from './engine/seam.js'
export type { CleanedText } from './engine/strings.js'
export { UserError } from './errors.js'
export type { TextOptions } from './formats/text.js'
export { type CleanerOptions, createCleaner } from './io/cleaner.js'
export { cleanStream, type StreamOptions } from './io/transform.js'
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
