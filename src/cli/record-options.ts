/** The options of JSON Lines. */
import { type Option, shapes } from './option.js'

export const recordOptions: readonly Option[] = [
  {
    name: 'field',
    short: 'f',
    value: 'NAME',
    shape: shapes.field,
    group: 'JSON Lines',
    help: 'the text’s; default text, content, raw_content',
  },
  {
    name: 'field-format',
    value: 'FORMAT',
    choices: ['text', 'html'],
    group: 'JSON Lines',
    help: 'what it holds: text (default) or html',
  },
  {
    name: 'url-field',
    value: 'NAME',
    shape: shapes.field,
    group: 'JSON Lines',
    help: 'the page’s address, for rules of one site',
  },
  {
    name: 'id-field',
    value: 'NAME',
    shape: shapes.field,
    group: 'JSON Lines',
    help: 'the record’s name; default id, url, WARC-Record-ID',
  },
  {
    name: 'rejects',
    value: 'FILE',
    config: 'trusted',
    path: true,
    group: 'JSON Lines',
    help: 'records that cannot be read go there',
  },
  { name: 'strict', group: 'JSON Lines', help: 'a record that cannot be read is an error' },
  { name: 'drop-empty', group: 'JSON Lines', help: 'leave out records whose text is empty' },
  {
    name: 'annotate',
    value: 'FIELD',
    group: 'JSON Lines',
    help: 'remove nothing, say there what would go',
  },
  {
    name: 'emit',
    value: 'WHAT',
    choices: ['records', 'attributes'],
    group: 'JSON Lines',
    help: 'records (default) or attributes, as Dolma has',
  },
]
