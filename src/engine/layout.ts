/** Numbers that the engine, in TypeScript, and its kernel, in AssemblyScript, agree on: nothing but numbers may stand here. */

// Classes of characters.
export const LETTER = 1 // letters and the marks that belong to them
export const UPPER = 2
export const DIGIT = 4 // of any script
export const LEAD = 8 // bullets, arrows, icons: gone at the start of a line
export const LEAD_SPACED = 16 // gone at the start if a space follows: "- # + >"
export const TRAIL = 32 // gone at the end
export const STOP = 64 // ends a sentence
export const UNSPACED = 128 // of a script that puts no spaces between words
export const CLOSE = 256 // closing quotes and brackets, which may follow a stop
export const SPACE = 512
export const COMBINING = 1024 // two in a row may need reordering: decoded the slow way
export const SEPARATOR = 2048 // what joins the labels of a menu: | · • » > /
export const UNMARKED = 4096 // of a script that ends no sentence with a mark: Thai, Lao, Khmer, Burmese
export const COMMA = 8192
export const CASELESS = 16384 // of a script without case
/** Before it all scripts have cases. */
export const FIRST_CASELESS = 0x5d0

/** `fold` of a character that takes the slow way: it composes, or folds to several units. */
export const SLOW = 0xffff

// What a unit is to the first look, in five bits; 1 to 26 are the letters.
export const STARTS_END = 0
export const STARTS_NUMBER = 27 // a whole run of digits
export const STARTS_OTHER = 28
export const STARTS_SPACE = 29
export const STARTS_TRAILING = 30 // like OTHER, if something follows that is not taken off the end
export const STARTS_UNSURE = 31
export const STARTS_UNITS = 8

// Bits that stand in front of each section of the first look's bit sets.
export const THREE = 0
export const THREE_ANY = 32768
export const FOUR = 65536
export const FOUR_ANY = 131072
export const SIX = 196608
export const SIX_ANY = 262144
export const EIGHT = 327680
export const STARTS_BITS = 458752

// The gate.
export const GATE_BITS = 18
/** Units from the end that are looked at. */
export const GATE_UNITS = 5
/** Units after which it is looked whether any phrase goes on: few do. */
export const GATE_PEEK = 2
/** Mixed into a hash in place of a further unit: the phrase goes on in a way that is not known; some phrase goes on. */
export const GATE_WHATEVER = 0x10000
export const GATE_GOES_ON = 0x10001
export const GATE_SEED = 0x2545f491

// What a slot may begin with; above them the kinds of words that may stand there.
export const BEGINS_ANYHOW = 1
export const BEGINS_DIGIT = 2
export const BEGINS_CAPITAL = 4
export const BEGINS_ADDRESS = 8 // "h" or "w"
export const BEGINS_TEMPLATE = 16 // "%" or "{"
export const BEGINS_WORD_SHIFT = 16

/** Group of whole words that a slot at the start of a phrase may be, or begin with: months, services. */
export const SLOT_WORDS = 0

/** Thai and what comes after it: particles stand without a space behind a foreign word. */
export const FIRST_EASTERN = 0xe00
/** Group of other starts of such slots: digits, "http". */
export const SLOT_STARTS = 1

// `lineBytes`, `lineUnits` and `patternUnits` of limits.ts.
export const LINE_BYTES = 16384
export const LINE_UNITS = 4096
export const PATTERN_UNITS = 400

// Slots, in the order in which they are tried: narrow before wide.
export const SLOT_N = 0
export const SLOT_TIME = 1
export const SLOT_DATE = 2
export const SLOT_SITE = 3
export const SLOT_URL = 4
export const SLOT_EMAIL = 5
export const SLOT_NAME = 6
export const SLOT_ANY = 7
export const SLOT_KINDS = 8
/** Slots from this kind on begin anywhere: a phrase that begins with one is found by its end. */
export const FIRST_LOOSE = SLOT_EMAIL
/** Slots nest at most this deep: the compiler refuses phrases with more of them. */
export const SLOTS_PER_PHRASE = 4
/** Units of an {any}, words of a {name}, parts of a {date} at most. */
export const ANY_UNITS = 120
export const NAME_WORDS = 6
export const DATE_PARTS = 14

// What a word of the lists may be.
export const WORD_MONTHS = 1
export const WORD_WEEKDAYS = 2
export const WORD_NUMBERS = 4
export const WORD_MAGNITUDES = 8
export const WORD_DAY_PERIODS = 16
export const WORD_ZONES = 32
export const WORD_DATE_WORDS = 64
export const WORD_ORDINALS = 128
export const WORD_PARTICLES = 256
export const WORD_SITES = 512

/** Bytes of a long line that are folded at first. */
export const PROBE_BYTES = 96
/** Units that a slot other than {any} may look at; ends beyond the probe are unknown. */
export const SLOT_UNITS = 64

// Where things lie in the kernel's memory, in bytes.
/** Per byte, u8: the unit of an ASCII character that needs no closer look, else 0. */
export const PLAIN_AT = 1024
/** Per byte, u8: may it begin a bullet? */
export const BULLETS_AT = PLAIN_AT + 256
/** Per byte, u8: its code to the first look (starts.ts); does it surely stay at the end of a line? */
export const CODES_AT = BULLETS_AT + 256
export const SOLID_AT = CODES_AT + 256
/** Per byte, u8: its code to the gate (gate.ts); is it taken off the end of a line? Per pair of codes, u8: is a closer look needed? */
export const END_CODES_AT = SOLID_AT + 256
export const TRAILS_AT = END_CODES_AT + 256
export const PAIRS_AT = TRAILS_AT + 256
/** The bit sets of the first look and of the gate. */
export const STARTS_AT = PAIRS_AT + 1024
export const ENDS_AT = STARTS_AT + STARTS_BITS / 8
/** Folded unit and classes per code point, u16 (characters.ts). */
export const FOLD_AT = ENDS_AT + (1 << GATE_BITS) / 8
export const CLASSES_AT = FOLD_AT + 131072
/** The folded line: units and classes, u16, and two zeros. */
export const LINE_UNITS_AT = CLASSES_AT + 131072
export const LINE_CLASSES_AT = LINE_UNITS_AT + (LINE_UNITS + 2) * 2
/** Ends of slots, u32: a row for each slot that may be open. */
export const SLOT_ENDS_AT = LINE_CLASSES_AT + (LINE_UNITS + 2) * 2
export const SLOT_ENDS_ROW = (ANY_UNITS + 1) * 4
/** Groups of patterns that a walk came by, u32. */
export const GROUPS_AT = SLOT_ENDS_AT + (SLOTS_PER_PHRASE + 2) * SLOT_ENDS_ROW
export const GROUPS_MOST = 16
/**
 * What is handed over at a time, and what comes back: bytes, u8; starts, inks, claims and the lines that
 * only the host can settle, u32. Of bytes to be cut there are at most as many as lines.
 */
export const BATCH_BYTES = 65536
export const BATCH_LINES = 32768
export const BYTES_AT = GROUPS_AT + GROUPS_MOST * 4
export const BATCH_STARTS_AT = BYTES_AT + BATCH_BYTES + 64
export const BATCH_INKS_AT = BATCH_STARTS_AT + (BATCH_LINES + 1) * 4
export const BATCH_CLAIMS_AT = BATCH_INKS_AT + BATCH_LINES * 4
export const BATCH_OPEN_AT = BATCH_CLAIMS_AT + BATCH_LINES * 4
/** Tries, parts and what else there is of no known size. */
export const REST_AT = BATCH_OPEN_AT + BATCH_LINES * 4
