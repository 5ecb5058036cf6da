import { expect, test } from 'vitest'
import { countsNothing, isStamp } from '../../src/engine/stamp.js'

const asked = (ask: typeof isStamp, text: string): boolean =>
  ask(Buffer.from(text), 0, Buffer.byteLength(text))

test.each([
  ['Ana Kovač, 4 May 2012 at 10:54 am', true],
  ['1. on 2012-05-04 at 8:03 am Piet', true],
  ['Posted 5/4/2012 at 2:57 pm | Permalink', true],
  ['04.05.12, 10:54 Uhr', true],
  ['le 4 mai 2012 à 10h54', true],
  ['2012年5月4日 10:54', true],
  ['٤ مايو ٢٠١٢ ١٠:٥٤', true],
  ['4 May 2012', false],
  ['10:54 AM', false],
  ['Psalm 119:105 and 3 others', false],
  [`The minutes of 4 May 2012, 10:54, ${'as they were read, '.repeat(9)}`, false],
])('%s: a stamp? %s', (text, stamp) => expect(asked(isStamp, text)).toBe(stamp))

test.each([
  ['0 comments', true],
  ['Comments (0)', true],
  ['٠ تعليقات', true],
  ['10 comments', false],
  ['05 comments', false],
  ['Comments', false],
  ['3 replies to “0 degrees”', false],
])('%s: counts nothing? %s', (text, nothing) => expect(asked(countsNothing, text)).toBe(nothing))
