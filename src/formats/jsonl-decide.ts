/** Decides the text of a record, whatever its length: whole, or as it flows with the fates of its lines gathered. */
import { findInks } from '../engine/lines.js'
import type { Cleaner, Decision } from '../engine/seam.js'
import type { DecodedText } from './jsonl-text.js'

export function createTextDecider(
  cleaner: Cleaner,
): (text: DecodedText, site: string | undefined) => Decision {
  let fates = new Uint8Array(0)
  let takers = new Int32Array(0)

  function decideFlowing({ bytes, size, lines }: DecodedText, site: string | undefined): Decision {
    if (fates.length < lines.count) {
      fates = new Uint8Array(lines.count)
      takers = new Int32Array(lines.count)
    }
    const flow = cleaner.flow(
      {
        output: () => {},
        batch(batch) {
          fates.set(batch.fates.subarray(batch.from, batch.to), batch.firstLine - 1)
          takers.set(batch.takers.subarray(batch.from, batch.to), batch.firstLine - 1)
        },
      },
      site,
    )
    flow.write(bytes.subarray(0, size))
    return { report: flow.end(), fates, takers }
  }

  return (text, site) => {
    if (text.size > cleaner.limits.documentBytes) return decideFlowing(text, site)
    const { bytes, lines } = text
    findInks(cleaner.characters, bytes, lines)
    return cleaner.decide({ bytes, starts: lines.starts, inks: lines.inks, count: lines.count, site })
  }
}
