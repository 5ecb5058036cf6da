/**
 * A page's text to a tree with the place of every node in the text. Broken markup is mended as browsers
 * mend most of it; what would take more than its share of memory or time is refused.
 */
import { DomHandler, Parser } from 'htmlparser2'
import { UserError } from '../../errors.js'
import { pageLimits } from './limits.js'

type Tree = DomHandler['root']
export type Node = Tree['children'][number]
export type { Tree }

/** Refuses a page before it has filled the memory. */
class BoundedHandler extends DomHandler {
  private elements = 0

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.elements++
    if (this.elements > pageLimits.pageElements) throw tooMuch('elements', 'pageElements')
    if (this.tagStack.length > pageLimits.pageDepth) throw tooMuch('elements inside each other', 'pageDepth')
    super.onopentag(name, attributes)
  }
}

export function tooMuch(what: string, limit: keyof typeof pageLimits): UserError {
  return new UserError(
    'HTML_SIZE',
    {},
    `Unexpected page, expected at most ${pageLimits[limit].toLocaleString('en')} ${what} (${limit}); split it, or clean it with --from text`,
  )
}

export function parsePage(text: string): Tree {
  const handler = new BoundedHandler(undefined, { withStartIndices: true, withEndIndices: true })
  new Parser(handler, { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true }).end(text)
  return handler.root
}
