/**
 * Simple XPath as CSS: steps down the tree, each a name with conditions on its attributes. What CSS cannot
 * say (steps up, text, positions in what was found) is undefined.
 *
 *   //div[@id='a']/p[contains(@class, 'b')]   ->   div[id="a"] > p[class*="b"]
 */
export interface Selected {
  readonly select: string
  /** The snippet is such an element, and holds text. */
  readonly shows: boolean
  /** An element that it matches, with `text` inside. */
  snippet(text: string): string
}

/** Each path of a union by itself. */
export function selectorsOf(xpath: string): (Selected | undefined)[] {
  return splitOutside(xpath, '|').map((path) => selectorOf(path.trim()))
}

function selectorOf(path: string): Selected | undefined {
  let rest = path
  let select = ''
  const opening: ((inner: string) => string)[] = []
  let shows = true
  while (rest !== '') {
    const step = /^(\/\/?)(\*|[A-Za-z][\w-]*)(?=$|[[/])/.exec(rest)
    if (!step) return undefined
    rest = rest.slice(step[0].length)
    const name = (step[2] as string).toLowerCase()
    let conditions = ''
    let attributes = ''
    while (rest.startsWith('[')) {
      const end = closing(rest)
      const condition = end < 0 ? undefined : conditionOf(rest.slice(1, end).trim(), name)
      if (!condition) return undefined
      conditions += condition.css
      attributes += condition.attributes
      rest = rest.slice(end + 1)
    }
    if (name === '*' && conditions === '') return undefined
    select += `${select === '' ? '' : step[1] === '/' ? ' > ' : ' '}${name === '*' ? '' : name}${conditions}`
    const tag = name === '*' ? 'div' : name
    // An attribute of an element stands in it once, and a second of its kind needs a first.
    const names = [...attributes.matchAll(/ ([\w-]+)=?/g)].map(([, own]) => own)
    shows &&=
      holders.has(tag) && new Set(names).size === names.length && !/nth-of-type\((?!1\))/.test(conditions)
    shows &&= !(names.includes('hidden') || /:not\(:|:is\(\[[^\]]*\]\[/.test(conditions))
    opening.push((inner) => `<${tag}${attributes}>${inner}</${tag}>`)
  }
  if (select === '') return undefined
  return { select, shows, snippet: (text) => opening.reduceRight((inner, open) => open(inner), text) }
}

/** Elements that hold text and each other. */
const holders = new Set(
  'a article aside b blockquote dd div dl dt em figcaption figure footer form h1 h2 h3 h4 h5 h6 header i li main nav ol section small span strong table tbody td tr ul'.split(
    ' ',
  ),
)

interface Condition {
  readonly css: string
  /** Of an element that fulfils it, as HTML. */
  readonly attributes: string
}

const ATTRIBUTE = '@([A-Za-z][\\w:-]*)'
const TEXT = '(?:\'([^\'"\\\\<>&\\r\\n]+)\'|"([^\'"\\\\<>&\\r\\n]+)")'
const shapes: readonly (readonly [RegExp, operator: string])[] = [
  [new RegExp(`^${ATTRIBUTE}\\s*=\\s*${TEXT}$`), '='],
  [new RegExp(`^contains\\(\\s*${ATTRIBUTE}\\s*,\\s*${TEXT}\\s*\\)$`), '*='],
  [new RegExp(`^starts-with\\(\\s*${ATTRIBUTE}\\s*,\\s*${TEXT}\\s*\\)$`), '^='],
  [
    new RegExp(
      `^contains\\(\\s*concat\\(\\s*["'] ["']\\s*,\\s*(?:normalize-space\\(\\s*)?${ATTRIBUTE}\\s*\\)?\\s*,\\s*["'] ["']\\s*\\)\\s*,\\s*${TEXT}\\s*\\)$`,
    ),
    '~=',
  ],
]

function conditionOf(text: string, name: string): Condition | undefined {
  const either = splitOutside(text, ' or ')
  if (either.length > 1) {
    const parts = either.map((part) => conditionOf(part.trim(), name))
    if (!parts.every((part) => part !== undefined)) return undefined
    return { css: `:is(${parts.map(({ css }) => css).join(', ')})`, attributes: parts[0]?.attributes ?? '' }
  }
  const both = splitOutside(text, ' and ')
  if (both.length > 1) {
    const parts = both.map((part) => conditionOf(part.trim(), name))
    if (!parts.every((part) => part !== undefined)) return undefined
    return {
      css: parts.map(({ css }) => css).join(''),
      attributes: parts.map(({ attributes }) => attributes).join(''),
    }
  }
  const negated = /^not\((.+)\)$/.exec(text)
  if (negated) {
    const inner = conditionOf((negated[1] as string).trim(), name)
    return inner && { css: `:not(${inner.css})`, attributes: '' }
  }
  if (/^[1-9]\d?$/.test(text) && name !== '*') return { css: `:nth-of-type(${text})`, attributes: '' }
  if (text === 'last()' && name !== '*') return { css: ':last-of-type', attributes: '' }
  const present = new RegExp(`^${ATTRIBUTE}$`).exec(text)
  if (present) return { css: `[${present[1]}]`, attributes: ` ${present[1]}` }
  for (const [shape, operator] of shapes) {
    const found = shape.exec(text)
    if (!found) continue
    const value = (found[2] ?? found[3]) as string
    const own = operator === '~=' ? value.trim() : value
    if (own === '' || (found[1] as string).includes(':') || (operator === '~=' && /\s/.test(own)))
      return undefined
    return { css: `[${found[1]}${operator}"${own}"]`, attributes: ` ${found[1]}="${own}"` }
  }
  return undefined
}

/** The bracket that closes the one at the beginning; -1 if none does. */
function closing(text: string): number {
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '[') depth++
    else if (sign === ']' && --depth === 0) return at
  }
  return -1
}

/** Parts between `border`, where it stands in no bracket and no quotes. */
function splitOutside(text: string, border: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '[' || sign === '(') depth++
    else if (sign === ']' || sign === ')') depth--
    else if (depth === 0 && text.startsWith(border, at)) {
      parts.push(text.slice(from, at))
      from = at + border.length
      at = from - 1
    }
  }
  return [...parts, text.slice(from)]
}
