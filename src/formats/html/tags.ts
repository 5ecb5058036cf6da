/** What the elements of HTML are to the layout. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Begin and end a line of their own. Labels, legends and buttons, too: what they say is no part of the text around. */
export const blockTags = words(
  'address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html label legend li main menu nav noscript ol p pre search section summary table tbody tfoot thead tr ul',
)

/** Hold no text of the page: programs, styles, pictures, frames, and what a form would send. */
export const silentTags = words(
  'audio canvas datalist iframe map object option script select style svg template textarea title video',
)

/** Show something that no text stands for: a cut that is not asked for spares them. */
export const mediaTags = words('audio canvas embed iframe img input object picture svg video')

/** Fields and buttons of a form. */
export const controlTags = words('button input select textarea')

export const headingTags = words('h1 h2 h3 h4 h5 h6')

/** Never cut out of a page, whatever goes inside. */
export const frameTags = words('html head body')

/** Have no end tag. */
export const voidTags = words(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
)

/** What stands in them is no markup; the beginnings of their end tags. */
export const rawTags: ReadonlyMap<string, string> = new Map(
  ['script', 'style', 'textarea', 'title', 'xmp'].map((name) => [name, `</${name}`]),
)

/** Other languages inside a page, and where in them HTML may stand. */
export const foreignTags = words('math svg')
export const htmlInForeignTags = words('mi mo mn ms mtext annotation-xml foreignobject desc title')

/** Which elements the tags of others end. */
export const impliedEnds: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['tr', 'tr th td'],
    ['th', 'th'],
    ['td', 'thead th td'],
    ['body', 'head link script'],
    ['li', 'li'],
    [
      'h1 h2 h3 h4 h5 h6 p address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul',
      'p',
    ],
    ['select input output button datalist textarea', 'input option optgroup select button datalist textarea'],
    ['option', 'option'],
    ['optgroup', 'optgroup option'],
    ['dd dt', 'dd dt'],
    ['rt rp', 'rt rp'],
    ['tbody tfoot', 'thead tbody'],
  ].flatMap(([tags = '', ended = '']) => [...words(tags)].map((tag) => [tag, words(ended)])),
)

/** What tags are to the layout, as bits: one look in place of a dozen for each tag. */
export const Trait = {
  block: 1,
  break: 2,
  cell: 4,
  row: 8,
  link: 16,
  pre: 32,
  list: 64,
  item: 128,
  heading: 256,
  code: 512,
  silent: 1024,
  media: 2048,
  control: 4096,
  frame: 8192,
  table: 16_384,
  /** How many of them are open is counted. */
  nesting: 8 | 16 | 32 | 64 | 256,
} as const

const traits = new Map<string, number>()
const members: readonly (readonly [number, ReadonlySet<string>])[] = [
  [Trait.block, blockTags],
  [Trait.break, words('br hr')],
  [Trait.cell, words('td th')],
  [Trait.row, words('tr')],
  [Trait.link, words('a')],
  [Trait.pre, words('pre')],
  [Trait.list, words('ul ol menu')],
  [Trait.item, words('li')],
  [Trait.heading, headingTags],
  [Trait.code, words('code')],
  [Trait.silent, silentTags],
  [Trait.media, mediaTags],
  [Trait.control, controlTags],
  [Trait.frame, frameTags],
  [Trait.table, words('table')],
]
for (const [trait, tags] of members) for (const tag of tags) traits.set(tag, (traits.get(tag) ?? 0) | trait)

export const traitsOf = (tag: string): number => traits.get(tag) ?? 0
