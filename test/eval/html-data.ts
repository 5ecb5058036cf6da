/** Pages as HTML from the data directory, one after the other, and what is counted of each. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Lines, Text } from './text.js'

/** One page after the other: all of them are more than a string may hold. */
export async function* unpack(file: string): AsyncGenerator<{ id: string; html: string; url: string }> {
  const child = spawn('zstd', ['-dc', '--long=27', file], { stdio: ['ignore', 'pipe', 'ignore'] })
  child.on('error', () => child.stdout.destroy())
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, html, url } = JSON.parse(line) as { id: unknown; html: string; url?: string }
    yield { id: String(id), html, url: url ?? '' }
  }
}

export const hostOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname : undefined

/** Share of the words of `wanted` that `text` has, each as often as both have it. */
export function recall(wanted: Pick<Lines, 'lower'>, text: Text): number {
  const there = new Map<number, number>()
  for (const word of text.lower) there.set(word, (there.get(word) ?? 0) + 1)
  let found = 0
  for (const word of wanted.lower) {
    const left = there.get(word) ?? 0
    if (left === 0) continue
    found++
    there.set(word, left - 1)
  }
  return found / wanted.lower.length
}
