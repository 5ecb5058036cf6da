/** The options of learning. */
import { type Option, shapes } from './option.js'

export const learnOptions: readonly Option[] = [
  { name: 'learn', config: 'never', group: 'Learn', help: 'learn from the inputs first, then clean them' },
  {
    name: 'apply',
    config: 'never',
    group: 'Learn',
    help: 'with `clean learn`: clean the inputs, write no pack',
  },
  {
    name: 'shared',
    config: 'never',
    group: 'Learn',
    help: 'lines that many hosts print, to propose for packs',
  },
  {
    name: 'min-hosts',
    value: 'N',
    shape: shapes.count,
    group: 'Learn',
    help: 'with --shared: hosts with it at least (default 5)',
  },
  {
    name: 'sample',
    value: 'DIR',
    config: 'never',
    group: 'Learn',
    help: 'keep there the pages to learn from, of a crawl',
  },
  {
    name: 'merge',
    config: 'never',
    group: 'Learn',
    help: 'with `clean learn`: the inputs are such samples',
  },
  {
    name: 'export',
    value: 'HOST',
    config: 'never',
    group: 'Learn',
    help: 'with `clean learn`: a site of a set, as a pack',
  },
  {
    name: 'min-pages',
    value: 'N',
    shape: shapes.count,
    group: 'Learn',
    help: 'pages that a line stands on at least (default 2)',
  },
  {
    name: 'min-share',
    value: 'S',
    shape: shapes.share,
    group: 'Learn',
    help: 'share of a site’s pages, at least (default 0)',
  },
  {
    name: 'min-outside',
    value: 'S',
    shape: shapes.share,
    group: 'Learn',
    help: 'share of those outside the text (default 0.9)',
  },
  {
    name: 'min-prose-pages',
    value: 'N',
    shape: shapes.count,
    group: 'Learn',
    help: 'pages with a sentence at least (default 3)',
  },
  {
    name: 'min-prose-share',
    value: 'S',
    shape: shapes.share,
    group: 'Learn',
    help: 'share of pages with it at least (default 0.1)',
  },
  {
    name: 'copy-share',
    value: 'S',
    shape: shapes.share,
    group: 'Learn',
    help: 'share of text that makes a copy (default 0.5)',
  },
  {
    name: 'max-pages',
    value: 'N',
    shape: shapes.count,
    group: 'Learn',
    help: 'pages of a site that are looked at (default 1000)',
  },
]
