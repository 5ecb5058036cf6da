import { SLOTS_PER_PHRASE } from '../engine/layout.js'

/** Limits of a pack's text; beyond each the pack is refused with a problem that names it. */
export const packLimits = {
  /** UTF-16 units of a pack's text. The YAML parser takes up to 8 µs a unit on the worst of them. */
  packUnits: 256 * 1024,
  /** Lists and maps inside each other; a rule needs 6. The YAML parser recurses. */
  depth: 16,
  /** Problems told of one pack; one more says that there are others. */
  problems: 500,
  /** UTF-16 units of a pattern; it runs on lines of at most 400. */
  patternUnits: 1000,
  /** Characters of the shortest literal. */
  literalCharacters: 3,
  /** Repetitions from which a bounded quantifier counts as an unbounded one. */
  smallRepeat: 10,
  /** Ways in which a pattern may try to split one line. Two loose `.*` make 400 × 400. */
  patternWays: 500_000,
  /** Slots of a phrase, and those of them that match nearly anything. */
  slots: SLOTS_PER_PHRASE,
  looseSlots: 2,
} as const
