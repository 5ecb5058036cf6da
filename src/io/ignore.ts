/**
 * `.dechaffignore`: what a walk through folders leaves out, in the syntax of `.gitignore`. Git's own
 * file is not asked: data is often kept out of a repository, and is meant to be cleaned all the same.
 *
 *   *.png          in this folder and below
 *   /drafts/       only here, only a folder
 *   !keep.png      all the same
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Is the path below the root, with `/` between its parts, to be left out? */
export type Ignore = (path: string, isFolder: boolean) => boolean

interface IgnoreRule {
  readonly pattern: RegExp
  readonly isFolder: boolean
  readonly keeps: boolean
}

const FILE = '.dechaffignore'

export function createIgnore(root: string): Ignore {
  const known = new Map<string, readonly IgnoreRule[]>()

  function rulesOf(folder: string): readonly IgnoreRule[] {
    let rules = known.get(folder)
    if (!rules) {
      rules = readRules(join(root, folder, FILE))
      known.set(folder, rules)
    }
    return rules
  }

  /** The last rule that matches decides, and one that stands deeper comes later. */
  function isIgnored(path: string, isFolder: boolean): boolean {
    const parts = path.split('/')
    let ignored = false
    for (let depth = 0; depth < parts.length; depth++) {
      const below = parts.slice(depth).join('/')
      for (const rule of rulesOf(parts.slice(0, depth).join('/')))
        if ((isFolder || !rule.isFolder) && rule.pattern.test(below)) ignored = !rule.keeps
    }
    return ignored
  }

  return (path, isFolder) => {
    const parts = path.split('/')
    // What is in a folder that is left out is not looked at.
    for (let end = 1; end < parts.length; end++)
      if (isIgnored(parts.slice(0, end).join('/'), true)) return true
    return isIgnored(path, isFolder)
  }
}

function readRules(file: string): IgnoreRule[] {
  try {
    return parseIgnore(readFileSync(file, 'utf8'))
  } catch {
    // There is none, which is the rule.
    return []
  }
}

function parseIgnore(text: string): IgnoreRule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const written = line.replace(/(?<!\\) +$/, '')
    if (written === '' || written.startsWith('#')) return []
    const keeps = written.startsWith('!')
    const bare = keeps ? written.slice(1) : written
    const isFolder = bare.endsWith('/')
    const pattern = isFolder ? bare.slice(0, -1) : bare
    // Without a slash it matches in every folder below.
    const isHere = pattern.includes('/')
    return [{ pattern: toRegExp(isHere ? pattern.replace(/^\//, '') : `**/${pattern}`), isFolder, keeps }]
  })
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\*\*\/|\/\*\*$|\*+|\?|\[(!?)((?:\\.|[^\]\\])+)\]|\\(.)|[^*?[\\]|./gsu,
    (part, not?: string, set?: string, escaped?: string) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '/**') return '/.*'
      if (part.startsWith('*')) return '[^/]*'
      if (part === '?') return '[^/]'
      if (set !== undefined) return `[${not ? '^/' : ''}${set.replace(/[\\[\]^]/g, '\\$&')}]`
      return (escaped ?? part).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    },
  )
  return new RegExp(`^${source}$`, 's')
}
