/** Pages through the format: text and source, encodings, pieces, and the promises. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePage } from '../../../src/formats/html/charset.js'
import { readPiece } from '../../../src/formats/html/entities.js'
import { createHtmlCleaner } from '../../../src/formats/html/html.js'
import { createCleaner } from '../../../src/io/cleaner.js'

const cleaner = await createCleaner()
const nothing = await createCleaner({ defaultRules: false })
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const ARTICLE = `<p>${PROSE}</p>\n<p>${PROSE}</p>\n<p>${PROSE}</p>\n`

function clean(html: string | Uint8Array, to: 'text' | 'html', size = 0, by = cleaner) {
  const input = typeof html === 'string' ? Buffer.from(html) : html
  const kept: Uint8Array[] = []
  let removed = ''
  let undone = false
  const page = createHtmlCleaner(by, {
    to,
    onOutput: (bytes) => kept.push(bytes.slice()),
    onBatch({ bytes, starts, fates, to: end }) {
      for (let line = 0; line < end; line++)
        if (fates[line])
          removed += Buffer.from(bytes.subarray(starts[line], starts[line + 1])).toString('latin1')
    },
    onDocument: (report) => {
      undone = report.undone === true
    },
  })
  if (size === 0) page.write(input)
  else for (let at = 0; at < input.length; at += size) page.write(input.subarray(at, at + size))
  page.end()
  return { bytes: Buffer.concat(kept), text: Buffer.concat(kept).toString('utf8'), removed, undone }
}

test('the text', () => {
  const html = `<title>Rain</title><nav><a href="/">Home</a></nav>${ARTICLE}<footer>Pier 4</footer>`
  expect(clean(html, 'text').text).toBe(`${PROSE}\n`.repeat(3))
})

test.each([
  ['an element', `${ARTICLE}<footer>Pier <b>4</b></footer>x`, `${ARTICLE}x`],
  ['its attributes and comments', `${ARTICLE}<nav class='a>b'><!-- > --><a>Home</a></nav>`, ARTICLE],
  ['without an end tag', `${ARTICLE}<footer>Pier 4`, ARTICLE],
  [
    'ended by the tag of the next',
    `${ARTICLE}<ul><li class="share-buttons">Share<li>${PROSE}</ul>`,
    `${ARTICLE}<ul><li>${PROSE}</ul>`,
  ],
  [
    'ended by the end of another',
    `${ARTICLE}<ul><li>${PROSE}<li class="share-buttons">Share</ul>`,
    `${ARTICLE}<ul><li>${PROSE}</ul>`,
  ],
  ['with blanks in its end tag', `${ARTICLE}<footer>Pier 4</footer >`, ARTICLE],
  ['a line that a line rule takes', `${ARTICLE}<div><p>Share this article</p></div>`, ARTICLE],
  ['a text beside others', `<div>${PROSE}<br>No comments:<br></div>`, `<div>${PROSE}<br><br></div>`],
  ['an element without text', `<div class="addthis"><img src="x"></div>${ARTICLE}`, ARTICLE],
  ['a picture stays', `${ARTICLE}<p><img src="x">Share this article</p>`, `${ARTICLE}<p><img src="x"></p>`],
  [
    'letters of two and four bytes',
    `<p>é 🌧 ${PROSE}</p>${ARTICLE}<footer>é</footer>ü`,
    `<p>é 🌧 ${PROSE}</p>${ARTICLE}ü`,
  ],
])('the source: %s', (_, html, kept) => expect(clean(html, 'html').text).toBe(kept))

const russian = 'Река медленно поднималась ночью, и к утру дорога исчезла под водой.'
const latin = Buffer.from(`<p>caf\xe9 na\xefve ${PROSE}</p>`, 'latin1')
const cp1251 = Buffer.from([...russian].map((sign) => {
  const code = sign.codePointAt(0) as number
  return code < 128 ? code : code - 0x410 + 0xc0
})) // biome-ignore format: short

test.each([
  ['a mark of UTF-8', Buffer.from('\ufeff<p>é</p>'), 'utf-8', 'é'],
  ['UTF-16 with its mark', Buffer.from('\ufeff<p>é</p>', 'utf16le'), 'utf-16le', 'é'],
  ['UTF-16 without', Buffer.from('<p>é</p>', 'utf16le'), 'utf-16le', 'é'],
  ['meta', Buffer.from('<meta charset="iso-8859-2"><p>\xb1</p>', 'latin1'), 'iso-8859-2', 'ą'],
  [
    'http-equiv',
    Buffer.from('<meta http-equiv=Content-Type content="text/html; charset=koi8-r">\xc1', 'latin1'),
    'koi8-r',
    'а',
  ],
  ['valid UTF-8, whatever it says', Buffer.from('<meta charset="iso-8859-1"><p>é</p>'), 'utf-8', 'é'],
  ['an unknown label', Buffer.from('<meta charset="x-none"><p>é</p>'), 'utf-8', 'é'],
  ['Latin letters', latin, 'windows-1252', 'café naïve'],
  ['Cyrillic ones', cp1251, 'windows-1251', russian],
  [
    'Japanese',
    Buffer.from([0x3c, 0x70, 0x3e, 0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd]),
    'shift_jis',
    'こんにちは',
  ],
  ['nothing', Buffer.from(''), 'utf-8', ''],
])('encoding: %s', (_, bytes, encoding, text) => {
  const page = decodePage(bytes)
  expect(page.encoding).toBe(encoding)
  expect(readPiece(page, 0, page.text.length)).toContain(text)
})

test.each(['utf-8', 'utf-16le', 'latin1'] as const)('cut where the bytes are %s', (encoding) => {
  const head = encoding === 'latin1' ? '<meta charset=iso-8859-1>' : encoding === 'utf-8' ? '' : '\ufeff'
  const html = (footer: string): Buffer =>
    Buffer.from(`${head}<p>é ${PROSE}</p>${ARTICLE}${footer}é`, encoding)
  expect(clean(html('<footer>é Pier</footer>'), 'html').bytes).toEqual(html(''))
})

test('cut where the bytes are Shift_JIS, or broken UTF-8', () => {
  const meta = Buffer.from('<meta charset=shift_jis>')
  const word = Buffer.from([0x82, 0xb1, 0x83, 0x5c])
  const page = (footer: Buffer[]): Buffer =>
    Buffer.concat([meta, Buffer.from(`<p>${PROSE}`), word, Buffer.from(`</p>${ARTICLE}`), ...footer, word])
  const footer = [Buffer.from('<footer>'), word, Buffer.from('</footer>')]
  expect(clean(page(footer), 'html').bytes).toEqual(page([]))
  const broken = (inner: string): Buffer =>
    Buffer.concat([Buffer.from('<p>\xff\xe3\x81', 'latin1'), Buffer.from(`${PROSE}</p>${ARTICLE}${inner}é`)])
  expect(clean(broken('<footer>é</footer>'), 'html').bytes).toEqual(broken(''))
})

test('nothing is claimed where too little prose would be left', () => {
  const html = `<p>${PROSE}</p>${Array.from({ length: 9 }, () => `<aside>${PROSE}</aside>`).join('')}`
  const { text, undone } = clean(html, 'text')
  expect([text.split('\n').length, undone]).toEqual([11, true])
})

const piece = fc.constantFrom(
  `<p>${PROSE}</p>`, `<p>${PROSE}</p>`, `${PROSE}<br>`, '<nav>', '</nav>', '<footer>', '</footer>', '<div class="share">', '<div>',
  '</div>', '<div id=comments>', '<ul>', '</ul>', '<li><a href="/">Home</a>', '<p>Share this article</p>', '<p>No comments:', '<pre>',
  '</pre>', '<form>', '</form>', '<input>', '<button>Go</button>', '<td>a', '<tr>', '<table>', '<script>"</p>"</script>', '<main>',
  '</main>', '<article>', '</article>', 'é', '<!-- x -->', '<', '\0', '\r\n', '<img>', '<label>Name</label>', '<aside><p>Weather</p></aside>',
) // biome-ignore format: a list of pieces
const pages = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
const check = (property: (html: string) => void): void =>
  fc.assert(fc.property(pages, property), { numRuns: Number(process.env.DECHAFF_RUNS ?? 1000) / 4 })

test('no rules, no change', () =>
  check((html) => void expect(clean(html, 'html', 0, nothing).text).toBe(html)))

test('kept + removed = read, and twice is once', () => {
  check((html) => {
    const once = clean(html, 'html')
    const sorted = (text: string): string => [...text].sort().join('')
    expect(sorted(once.bytes.toString('latin1') + once.removed)).toBe(
      sorted(Buffer.from(html).toString('latin1')),
    )
    expect(clean(once.bytes, 'html').text).toBe(once.text)
  })
})

test('the cut of chunks makes no difference', () => {
  check((html) => void expect(clean(html, 'html', 7).text).toBe(clean(html, 'html').text))
})

test.each([
  ['deep', `${'<div>'.repeat(5000)}a${'</div>'.repeat(5000)}`, 'a\n'],
  ['many siblings', '<p>a</p>'.repeat(5000), 'a\n'.repeat(5000)],
  ['many attributes', `<i ${Array.from({ length: 5000 }, (_, at) => `a${at}`).join(' ')}>a</i>`, 'a\n'],
  ['without a body', '<html><head><title>b</title></head>a', 'a\n'],
  ['only a fragment', '<li>a<td>b', 'a b\n'],
  ['NUL', '<p>a\0b', 'a\0b\n'],
  ['an end tag in a script', '<p>a<script>"</p>"</script>b</p>', 'ab\n'],
  ['ends that open nothing', '</div></p>a</b></html>b', 'ab\n'],
  ['an open tag at the end', '<p>a<div class="', 'a\n'],
  ['an open comment', '<p>a<!-- b', 'a\n'],
  ['nothing', '', ''],
])('a hostile page: %s', (_, html, text) => {
  expect(clean(html, 'text', 0, nothing).text).toBe(text)
  expect(clean(html, 'html', 0, nothing).text).toBe(html)
})
