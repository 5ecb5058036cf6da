/** Arbitrary documents for the properties: rule phrases, prose in ten scripts, near-misses, odd bytes, limits. */
import fc from 'fast-check'
import { limits } from '../src/limits.js'

const phrases = [
  'Share this article',
  'No comments:',
  'Post a Comment',
  'Comments',
  'Reply',
  '12 Comments',
  '3 thoughts on “Rain”',
  'Related stories',
  'Related topics',
  'You may also like',
  'Read more',
  'Share',
  'Tweet',
  'Print',
  'Skip to content',
  'Privacy Policy',
  'All rights reserved.',
  '[SOURCE: wire services]',
  'Leave a Reply',
  'Mary Low says:',
  'Advertisement',
  'Back to top',
  'Home',
  'Menu',
  'Search',
  'Newsletter',
  'Subscribe to our newsletter',
  '© 2024 The Ferry',
  'Keine Kommentare:',
  'Teilen',
  '分享',
  '评论',
  'コメント',
  'Поделиться',
  'شارك',
  '댓글',
  'Posted by Ann on March 3, 2021',
  'March 3, 2021',
  '5 min read',
  'Loading…',
  'facebook | twitter | email',
  '(12)',
  'Add a comment...',
] as const

const prose = [
  'The river rose slowly in the night, and by the morning the road was gone.',
  'Der Fluss stieg langsam in der Nacht, und am Morgen war die Straße fort.',
  'Река медленно поднималась ночью, и к утру дорога исчезла под водой.',
  'ارتفع النهر ببطء في الليل، وفي الصباح اختفت الطريق تحت الماء.',
  'रात में नदी धीरे-धीरे बढ़ी और सुबह तक सड़क पानी में डूब गई थी।',
  '夜里河水慢慢上涨，到了早晨，路已经不见了。',
  '夜のうちに川はゆっくりと増水し、朝には道が消えていた。',
  '밤사이 강물이 천천히 불어나 아침에는 길이 사라지고 없었다.',
  'Ο ποταμός ανέβηκε αργά μέσα στη νύχτα και το πρωί ο δρόμος είχε χαθεί.',
  'แม่น้ำค่อย ๆ สูงขึ้นในตอนกลางคืน และพอถึงตอนเช้าถนนก็หายไปใต้น้ำจนมองไม่เห็นอีกเลยทั้งหมู่บ้าน',
] as const

const near = [
  'Share this article of faith',
  'Comments were made',
  'No comments were made by the minister',
  '12 comments on the draft',
  'Reply to the king',
  'Share prices',
  'Read more, write less',
  'Home at last',
  'Serves 4',
  'Add the flour',
  'x',
  '—',
  '***',
  '- item',
  '1. First',
  '{"a": 1}',
] as const

const odd = ['\0', '\ufeff', 'a\rb', '\u2028', '\u0085', '\f', '\u200b', '\u00a0', '🙂', '‮abc'] as const

const raw = (text: string): Uint8Array => Buffer.from(text, 'utf8')

const line: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...phrases).map(raw) },
  { weight: 5, arbitrary: fc.constantFrom(...prose).map(raw) },
  { weight: 4, arbitrary: fc.constantFrom(...near).map(raw) },
  { weight: 6, arbitrary: fc.constantFrom('', '', ' ', '\t').map(raw) },
  { weight: 1, arbitrary: fc.constantFrom(...odd).map(raw) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...phrases).map((text) => raw(`  » ${text.toUpperCase()} : `)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(limits.lineBytes - 1, limits.lineBytes, limits.lineBytes + 1, 300)
      .map((size) => raw('word '.repeat(size / 5 + 1).slice(0, size))),
  },
)

const ending = fc.constantFrom('\n', '\n', '\n', '\r\n')

/** A document as bytes; sometimes with runs of equal lines, for the limits of what is held. */
export const documents: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.array(
      fc.tuple(
        line,
        ending,
        fc.oneof(
          { weight: 60, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.constantFrom(3, 5, limits.heldLines, limits.heldLines + 1) },
        ),
      ),
      { maxLength: 40 },
    ),
    fc.boolean(),
  )
  .map(([lines, final]) => {
    const parts = lines.flatMap(([bytes, end, times]) =>
      Array.from({ length: times }, () => Buffer.concat([bytes, Buffer.from(end)])),
    )
    const whole = Buffer.concat(parts)
    return new Uint8Array(final ? whole : whole.subarray(0, Math.max(0, whole.length - 1)))
  })
