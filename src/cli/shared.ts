/** The result that all inputs share: a file, or standard output. */
import type { Codec } from '../io/codecs.js'
import { openOutput } from '../io/files.js'
import { openResult, type Result } from '../io/results.js'
import type { Arguments } from './options.js'
import { codecFor, levelOf } from './shard.js'
import type { Target } from './target.js'
import type { Terminal } from './terminal.js'

export interface Shared {
  /** By every input; the first one's codec counts. */
  open(codec: Codec): Pick<Result, 'write'>
  /** After `open`. */
  write(bytes: Uint8Array): Promise<void>
  /** All was written; a partial result gets another name, which is returned. */
  end(isPartial: boolean): Promise<string | undefined>
  discard(): void
}

/** None if every input has a result of its own, or nothing is written. `name`: what the first input is called. */
export function openShared(
  given: Arguments,
  terminal: Terminal,
  target: Target,
  name: string,
): Shared | undefined {
  if (target.kind !== 'file' && target.kind !== 'stdout') return undefined
  const place =
    target.kind === 'file'
      ? openOutput(target.path, { durable: given.flags.has('durable') })
      : { write: (data: Uint8Array) => terminal.write(data) }
  const path = target.kind === 'file' ? target.path : undefined
  const level = levelOf(given)
  let result: Result | undefined

  function open(codec: Codec): Result {
    // Who looks at a page does not want to see an archive.
    const isLookedAt = path === undefined && !given.values.has('compress') && terminal.isTerminal('stdout')
    result ??= openResult(place, isLookedAt ? 'none' : codecFor(given, path, name, codec), level)
    return result
  }

  return {
    open,
    write: (bytes) => open('none').write(bytes),
    async end(isPartial) {
      // No input was opened: an empty file.
      const whole = result ?? openResult(place, 'none', undefined)
      if (isPartial) return whole.keepPartial()
      await whole.commit()
      return undefined
    },
    discard() {
      if (result) result.discard()
      else if ('discard' in place) place.discard()
    },
  }
}
