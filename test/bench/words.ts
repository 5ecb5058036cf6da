/**
 * Made up words and sentences from a seed: the same on every machine, and nobody's text. Function
 * words are real, so that a line reads like prose to whoever looks for them.
 */
export type Random = () => number

/** mulberry32: 32 bits of state are enough for corpora, and it needs no library. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}

/** How one language is written. Lengths of paragraphs are in characters: about 150 to 700 bytes. */
export interface Voice {
  readonly paragraph: readonly [number, number]
  readonly sentence: () => string
  readonly short: () => string
  readonly space: string
}

interface Alphabet {
  readonly onsets: readonly string[]
  readonly vowels: readonly string[]
  readonly codas: readonly string[]
  readonly small: readonly string[]
}

const latin: Alphabet = {
  onsets: 'b c d f g h l m n p r s t v w br ch cl dr fl gr pl pr qu sh sl st th tr'.split(' '),
  vowels: 'a e i o u ai ea ee io ou'.split(' '),
  codas: ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'rt', 'ck'],
  small: 'the of and to in a is that for was on with as by it at from his her were'.split(' '),
}

const cyrillic: Alphabet = {
  onsets: 'б в г д ж з к л м н п р с т ф х ч ш бр гр др кр пр ст тр сл'.split(' '),
  vowels: 'а е и о у я ы ю'.split(' '),
  codas: ['', '', '', 'н', 'р', 'с', 'т', 'л', 'м', 'ть', 'ст', 'к'],
  small: 'и в на не что с по как из к от его для это был так о за но у'.split(' '),
}

const ideographs =
  '人年大月日中国出来上个时为地到子说生们对会可也能下过得着自之发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运'
const kana = 'のにはをがとでもへやかられしたまい'

function wordMaker(random: Random, alphabet: Alphabet): () => string {
  const words = Array.from({ length: 5000 }, () => {
    const syllables = between(random, 1, 3)
    let word = ''
    for (let i = 0; i < syllables; i += 1)
      word += pick(random, alphabet.onsets) + pick(random, alphabet.vowels)
    return word + pick(random, alphabet.codas)
  })
  // The square makes the first words of the list common and the last rare, as in a language.
  return () =>
    random() < 0.4 ? pick(random, alphabet.small) : (words[Math.floor(random() ** 2 * 5000)] as string)
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function spacedVoice(random: Random, alphabet: Alphabet, paragraph: Voice['paragraph']): Voice {
  const word = wordMaker(random, alphabet)
  const words = (low: number, high: number) => Array.from({ length: between(random, low, high) }, word)
  return {
    paragraph,
    space: ' ',
    short: () => capitalised(words(2, 7).join(' ')),
    sentence: () => {
      const text = words(4, 10).join(' ')
      return `${capitalised(random() < 0.5 ? `${text}, ${words(3, 8).join(' ')}` : text)}.`
    },
  }
}

export const latinVoice = (random: Random): Voice => spacedVoice(random, latin, [150, 560])
export const cyrillicVoice = (random: Random): Voice => spacedVoice(random, cyrillic, [85, 280])

/** Half Chinese, half with kana between the ideographs, as Japanese has them. */
export function unspacedVoice(random: Random): Voice {
  const signs = [...ideographs]
  const small = [...kana]
  const run = (low: number, high: number, kanaShare: number) => {
    let text = ''
    for (let left = between(random, low, high); left > 0; left -= 1)
      text += pick(random, random() < kanaShare ? small : signs)
    return text
  }
  return {
    paragraph: [50, 190],
    space: '',
    short: () => run(4, 16, random() < 0.5 ? 0.4 : 0),
    sentence: () => {
      const kanaShare = random() < 0.5 ? 0.4 : 0
      const comma = kanaShare > 0 ? '、' : '，'
      return `${run(6, 16, kanaShare)}${comma}${run(5, 18, kanaShare)}。`
    },
  }
}
