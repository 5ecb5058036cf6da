/** Lines of bytes that lie anywhere in memory: they are looked for four bytes at a time. */
import { expect, test } from 'vitest'
import { makeCharacters } from '../../src/engine/characters.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'

const characters = makeCharacters()

test.each([0, 1, 2, 3])('from byte %i of memory on', (offset) => {
  for (let length = 0; length <= 80; length++)
    for (const every of [1, 2, 5, 33]) {
      const memory = new Uint8Array(100).fill(0x0a)
      const bytes = memory.subarray(offset, offset + length)
      for (let at = 0; at < length; at++) bytes[at] = (at + 1) % every === 0 ? 0x0a : 0x78
      const table = emptyLineTable()
      cutLines(characters, bytes, length, true, table)
      const starts = [...bytes.keys()].filter((at) => at === 0 || bytes[at - 1] === 0x0a)
      expect([...table.starts.subarray(0, table.count)]).toEqual(starts)
      expect(table.starts[table.count]).toBe(length)
    }
})
