/** What `npm run eval` can be asked for. */
import { parseArgs } from 'node:util'

export const usage = `npm run eval -- [options] [DIR]
  DIR              of the data (default ../shared/data)
  --set SET        only these sets: multi/dragnet.text, dragnet.text, or text for all of them; repeatable;
                   the page goes to standard output, no file is written
  --ours           without the presets, which take most of the time
  --out FILE       the page (default docs/eval.md)
  --history FILE   its figures (default docs/eval-history.json)
  --save FILE      the figures and every removal, packed (FILE.jsonl.gz), for --against
  --against FILE   print what changed since: a history, or what --save wrote; no other file is written

Instead of the page:
  --lost SET       each line of main content that went
  --left SET       junk that stayed, most frequent first; --tail: only after the last line of main content
  --rule ID        every line that a rule, or the rules of a pack, took
  --html           only the pages as HTML, and docs/html.md
  --learn          only what sites teach, and docs/learn.md; with --lost, --rule: the lines that went with
                   what was learned; a rule by what it is called, as navigation-after, on any site
  --harm           entries for test/packs/harm.yaml: rules that claim main text, reasons from --history
  --check-scorers  hold the figures against ../shared/eval, on every set

  --lang LANG      for --lost, --left, --rule: only pages in this language
  --most N         rows of --left and of each part of --against (default 200)
`

export function readOptions(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true },
      ours: { type: 'boolean', default: false },
      out: { type: 'string', default: 'docs/eval.md' },
      history: { type: 'string', default: 'docs/eval-history.json' },
      save: { type: 'string' },
      against: { type: 'string' },
      lost: { type: 'string' },
      left: { type: 'string' },
      rule: { type: 'string' },
      tail: { type: 'boolean', default: false },
      lang: { type: 'string' },
      most: { type: 'string', default: '200' },
      html: { type: 'boolean', default: false },
      learn: { type: 'boolean', default: false },
      harm: { type: 'boolean', default: false },
      'check-scorers': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const most = Number(values.most)
  if (!Number.isInteger(most) || most < 1)
    throw new Error(`--most: ${values.most}, expected a whole number from 1 on`)
  if (positionals.length > 1) throw new Error(`${positionals[1]}: a second directory, expected one`)
  return { ...values, most, directory: positionals[0] ?? '../shared/data' }
}
