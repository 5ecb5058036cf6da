/** The lines of a document that are left, as a document of their own: what a pass of the decider reads. */
import type { Document } from '../types.js'
import { KEPT } from './decide-state.js'

/** The arrays grow, and are used again for the next pass and document. */
export interface View {
  count: number
  /** As if nothing but these lines stood there. */
  starts: Uint32Array
  inks: Uint32Array
  claims: Int32Array
  /** Lines of the document. */
  origins: Uint32Array
}

export function emptyView(): View {
  return {
    count: 0,
    starts: new Uint32Array(1),
    inks: new Uint32Array(0),
    claims: new Int32Array(0),
    origins: new Uint32Array(0),
  }
}

/** Takes the lines of `document` that are kept so far, with their claims. */
export function fillView(view: View, document: Document, fates: Uint8Array, claims: Int32Array): void {
  if (view.claims.length < document.count) {
    const size = Math.max(document.count, view.claims.length * 2)
    view.starts = new Uint32Array(size + 1)
    view.inks = new Uint32Array(size)
    view.claims = new Int32Array(size)
    view.origins = new Uint32Array(size)
  }
  let line = 0
  let at = 0
  for (let origin = 0; origin < document.count; origin++) {
    if (fates[origin] !== KEPT) continue
    const start = document.starts[origin] as number
    view.starts[line] = at
    view.inks[line] = at + (document.inks[origin] as number) - start
    view.claims[line] = claims[origin] as number
    view.origins[line] = origin
    at += (document.starts[origin + 1] as number) - start
    line++
  }
  view.starts[line] = at
  view.count = line
}
