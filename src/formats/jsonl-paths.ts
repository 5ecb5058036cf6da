/** Ways to fields of a record as a tree: what the scan of a record looks out for. */
import { encodeUtf8 } from '../engine/utf8.js'

export interface PathNode {
  /** Names of the members that lead on, as UTF-8, and where they lead. */
  readonly names: readonly Uint8Array[]
  readonly nodes: readonly PathNode[]
  /** Number of the path that ends here, or -1. */
  readonly path: number
  /** Numbers of the paths that lead through here: a name that comes again replaces what it held. */
  readonly through: readonly number[]
}

interface Growing {
  readonly next: Map<string, Growing>
  path: number
  readonly through: number[]
}

/** `paths`: the names from the record's own member on. */
export function pathTree(paths: readonly (readonly string[])[]): PathNode {
  const root = growing()
  for (const [number, path] of paths.entries()) {
    let node = root
    for (const name of path) {
      node.through.push(number)
      const next = node.next.get(name) ?? growing()
      node.next.set(name, next)
      node = next
    }
    node.through.push(number)
    node.path = number
  }
  return grown(root)
}

const growing = (): Growing => ({ next: new Map(), path: -1, through: [] })

function grown({ next, path, through }: Growing): PathNode {
  return { names: [...next.keys()].map(encodeUtf8), nodes: [...next.values()].map(grown), path, through }
}

/** Where the member called `bytes[from … to]` leads to, if anywhere. */
export function nextNode(
  { names, nodes }: PathNode,
  bytes: Uint8Array,
  from: number,
  to: number,
): PathNode | undefined {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as Uint8Array
    if (name.length !== to - from) continue
    let at = 0
    while (at < name.length && name[at] === bytes[from + at]) at++
    if (at === name.length) return nodes[i]
  }
  return undefined
}
