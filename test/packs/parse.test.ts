import { expect, test } from 'vitest'
import { formatProblem } from '../../src/errors.js'
import { parsePack } from '../../src/packs/parse.js'
import { changed, goodPack, withKeys } from './made.js'

type Row = [name: string, text: string, line: number, column: number, words: string[]]

/** Every row has this one problem and no other. */
const rows: Row[] = [
  ['unknown key of a pack', changed('title:', 'titel: x\ntitle:'), 2, 1, ['`titel`', 'write `title`']],
  ['unknown key of a rule', withKeys('wheer: tail'), 14, 5, ['`wheer`', 'write `where`']],
  ['unknown key, nothing near', withKeys('qqqqqqq: 1'), 14, 5, ['`qqqqqqq`', 'take it out']],
  ['prototype as a key', withKeys('__proto__: 1'), 14, 5, ['`__proto__`']],
  [
    'unknown category',
    changed('category: comments', 'category: coments'),
    6,
    15,
    ['`coments`', 'write `comments`'],
  ],
  [
    'unknown where',
    changed('where: tail', 'where: tial'),
    7,
    12,
    ['Unexpected `tial` for `where`, expected `anywhere`, `head` or `tail`; write `tail`'],
  ],
  [
    'unknown then',
    withKeys('then: blok', 'max: 3').replace('    max: 3\n', ''),
    14,
    11,
    ['`blok`', 'write `block`'],
  ],
  ['unknown mark', withKeys('mark: posts'), 14, 11, ['`posts`', 'write `post`']],
  [
    'number for text',
    changed('title: Comment sections', 'title: 404'),
    2,
    8,
    ['`404`', 'expected text', 'in quotes'],
  ],
  ['number for a phrase', changed('"no comments"', '404'), 9, 9, ['`404` for `lines`', 'in quotes']],
  ['map for a phrase', changed('"no comments"', 'comments: 3'), 9, 9, ['keys and values', 'quote']],
  ['nothing for a phrase', changed('"no comments"', ''), 9, 9, ['nothing', 'expected text']],
  ['empty phrase', changed('"no comments"', '""'), 9, 9, ['expected text on one line']],
  ['phrase of two lines', changed('"no comments"', '"no\\ncomments"'), 9, 9, ['`no\\ncomments`', 'one line']],
  ['text for a list', changed('["No comments:"]', '"No comments:"'), 12, 13, ['expected a list', '`- `']],
  ['missing title', changed('title: Comment sections\n', ''), 1, 1, ['Missing `title`']],
  ['missing id', changed('id: no-comments\n    ', ''), 5, 5, ['Missing `id`']],
  [
    'missing category',
    changed('    category: comments\n', ''),
    5,
    5,
    ['Missing `category`', '`comments`, `share`'],
  ],
  ['missing why', changed('    why: Blogger prints it under every post.\n', ''), 5, 5, ['Missing `why`']],
  ['missing remove', changed('    remove: ["No comments:"]\n', ''), 5, 5, ['Missing `remove`']],
  [
    'missing keep',
    changed('    keep: ["No comments were made by the minister."]\n', ''),
    5,
    5,
    ['Missing `keep`'],
  ],
  [
    'missing where on a strong rule',
    changed('    where: tail\n', ''),
    5,
    5,
    ['Missing `where`', 'strong', 'weak: true'],
  ],
  ['missing max', withKeys('then: block'), 5, 5, ['Missing `max`', '`then: block`']],
  ['missing confirm', withKeys('then: rest'), 5, 5, ['Missing `confirm`', '`then: rest`']],
  ['missing within', withKeys('then: rest', 'confirm: {category: comments}'), 15, 14, ['Missing `within`']],
  ['missing literal', withKeys('matches:', '  - pattern: "share"'), 15, 9, ['Missing `literal`']],
  ['bad id', changed('id: no-comments', 'id: No_Comments'), 5, 9, ['`No_Comments`', 'write `no-comments`']],
  ['bad pack name', changed('pack: en/comments', 'pack: comments'), 1, 7, ['`comments`', '`en/comments`']],
  ['bad language', changed('language: en', 'language: english'), 3, 11, ['`english`', 'BCP 47']],
  ['language in wrong case', changed('language: en', 'language: pt_br'), 3, 11, ['`pt_br`', 'write `pt-BR`']],
  ['weak is false', withKeys('weak: false'), 14, 11, ['`false`', 'leave the key out']],
  ['weak with then', withKeys('weak: true', 'then: line'), 15, 5, ['`then`', 'weak']],
  ['max without block', withKeys('max: 3'), 14, 5, ['`max` only with `then: block`']],
  [
    'confirm without rest',
    withKeys('confirm: {category: comments, within: 3}'),
    14,
    5,
    ['only with `then: rest`'],
  ],
  ['allow with where', withKeys('allow: true'), 7, 5, ['`where`', 'allows']],
  ['max too small', withKeys('then: block', 'max: 0'), 15, 10, ['`0` for `max`', '1 to 100']],
  ['max too big', withKeys('then: block', 'max: 101'), 15, 10, ['`101`', '1 to 100']],
  ['max not whole', withKeys('then: block', 'max: 1.5'), 15, 10, ['`1.5`', 'whole number']],
  [
    'within too big',
    withKeys('then: rest', 'confirm: {category: comments, within: 999}'),
    15,
    43,
    ['`999`', '1 to 100'],
  ],
  ['empty list', changed('["No comments:"]', '[]'), 12, 13, ['empty list', 'at least one']],
  [
    'host with a scheme',
    withKeys('sites: ["https://example.org/a"]'),
    14,
    13,
    ['`https://example.org/a`', 'write `example.org`'],
  ],
  ['host with a star', withKeys('sites: ["*.example.org"]'), 14, 13, ['write `example.org`']],
  ['host of one label', withKeys('sites: [localhost]'), 14, 13, ['`localhost`', 'a host']],
  [
    'second rule of an id',
    `${goodPack}${goodPack.slice(goodPack.indexOf('  - id'))}`,
    14,
    9,
    ['second rule `no-comments`', 'line 5'],
  ],
  ['second key', withKeys('where: head'), 14, 5, ['second `where`']],
  [
    'document without a marker',
    withKeys().replace('["No comments:"]', '["- a\\nb"]'),
    12,
    20,
    ['`b`', '`- `', 'two spaces'],
  ],
  [
    'document in which nothing goes',
    withKeys().replace('["No comments:"]', '["  a\\n  b"]'),
    12,
    14,
    ['no line goes'],
  ],
  [
    'look-around, behind an escape',
    withKeys('matches:', '  - pattern: "sh\\x61re(?=x)"', '    literal: share'),
    15,
    27,
    ['look-around'],
  ],
  [
    'literal that is not in all',
    withKeys('matches:', "  - pattern: 'share|send'", "    literal: 'share'"),
    16,
    19,
    ['every match contains'],
  ],
]

test.each(rows)('%s', (_, text, line, column, words) => {
  const { problems } = parsePack(text, 'rules/en/comments.yaml')
  expect(problems.map((problem) => [problem.line, problem.column])).toEqual([[line, column]])
  const [problem] = problems
  for (const word of words) expect(problem?.message).toContain(word)
  expect(problem?.file).toBe('rules/en/comments.yaml')
})

test('neither lines nor matches nor elements', () => {
  const text = goodPack.replace(/ {4}lines:\n.*\n.*\n/, '')
  expect(parsePack(text, 'a.yaml').problems.map(formatProblem)).toEqual([
    'a.yaml:5:5: Missing `lines`, expected at least one of `lines`, `matches`, `select`, `named` and `run`; add `lines:` with phrases',
  ])
})

test('all problems, in the order of the file', () => {
  const text = changed('where: tail', 'where: tial')
    .replace('language: en', 'language: 1')
    .replace('why:', 'wy:')
  const places = parsePack(text, 'a').problems.map(({ line, column, code }) => [line, column, code])
  expect(places).toEqual([
    [3, 11, 'PACK_TYPE'],
    [5, 5, 'PACK_MISSING'],
    [7, 12, 'PACK_VALUE'],
    [11, 5, 'PACK_KEY'],
  ])
})

test.each([
  ['rules/en/comments.yaml', []],
  ['/some/where/rules/en/comments.yaml', []],
  ['rules/en/share.yaml', ['write `en/share`']],
])('a shipped pack is named as its path: %s', (file, words) => {
  const messages = parsePack(goodPack, file, { shipped: true }).problems.map(({ message }) => message)
  expect(messages).toHaveLength(words.length)
  for (const word of words) expect(messages[0]).toContain(word)
})

const everything = `pack: en/all
title: Everything
language: pt-BR
rules:
  - id: thread
    category: comments
    where: tail
    lines: [comments, '{n} comment''s']
    matches:
      - pattern: 'showing \\d+ of \\d+ comments'
        literal: 'showing '
    select: "#comments > h2"
    then: rest
    confirm: {category: date, within: 5}
    mark: post
    sites: [example.org, blog.example.co.uk]
    why: >
      Two lines
      of reasons.
    remove:
      - |2
          The vote passed.

        - Comments
        -
    keep:
      - |
        Comments
        - were made.
  - {id: reply, category: comments, weak: true, lines: [reply], why: w, remove: [Reply], keep: [k]}
  - {id: saved, category: other, allow: true, lines: [s s], why: w, remove: [s], keep: [k]}
  - {id: block, category: related, where: head, then: block, max: 9, lines: [r r], why: w, remove: [r], keep: [k]}
`

test.each([
  ['LF', everything],
  ['CRLF', everything.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${everything}`],
])('a pack with everything, %s', (_, text) => {
  const { pack, problems } = parsePack(text, 'all.yaml')
  expect(problems.map(formatProblem)).toEqual([])
  expect(pack).toMatchObject({
    name: 'en/all',
    title: 'Everything',
    language: 'pt-BR',
    file: 'all.yaml',
  })
  const [thread, reply, saved, block] = pack?.rules ?? []
  expect(thread).toEqual({
    rule: {
      id: 'en/all#thread',
      category: 'comments',
      language: 'pt-BR',
      where: 'tail',
      weak: false,
      then: 'rest',
      max: 0,
      confirm: { category: 'date', within: 5 },
      allow: false,
      post: true,
      sites: ['example.org', 'blog.example.co.uk'],
      why: 'Two lines of reasons.',
    },
    phrases: [
      { text: 'comments', line: 8, column: 13 },
      { text: "{n} comment's", line: 8, column: 24 },
    ],
    patterns: [
      {
        source: 'showing \\d+ of \\d+ comments',
        literal: 'showing ',
        prefix: true,
        line: 10,
        column: 19,
      },
    ],
    select: '#comments > h2',
    element: {
      select: '#comments > h2',
      keys: [['tag', 'h2', ['id', 'comments']]],
      plain: false,
      named: [],
      when: {},
      outside: false,
    },
    remove: [
      {
        text: '  The vote passed.\n\n- Comments\n-',
        lines: [
          { text: 'The vote passed.', goes: false },
          { text: '', goes: false },
          { text: 'Comments', goes: true },
          { text: '', goes: true },
        ],
        line: 22,
        column: 9,
      },
    ],
    keep: [
      {
        text: 'Comments\n- were made.',
        lines: [
          { text: 'Comments', goes: false },
          { text: '- were made.', goes: false },
        ],
        line: 28,
        column: 9,
      },
    ],
    line: 5,
    column: 5,
  })
  expect(reply?.rule).toMatchObject({ weak: true, where: 'anywhere' })
  expect(saved?.rule).toMatchObject({ allow: true })
  expect(block?.rule).toMatchObject({ where: 'head', max: 9 })
})
