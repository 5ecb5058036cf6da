/** The command line to checked arguments, by yargs; everything wrong is a UserError. */
import yargs from 'yargs'
import { UserError } from '../errors.js'
import { nearestWord } from '../nearest.js'
import { type Arguments, type Command, commands, type Option, options } from './options.js'

const byName = new Map<string, Option>(
  options.flatMap((option) => [
    [option.name, option],
    ...(option.short ? [[option.short, option] as const] : []),
  ]),
)

/** yargs would take `-i f.txt` as a suffix and make `-i.bak` an object: optional values are written out before it looks. */
function writeOut(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return argv.map((argument, index) => {
    if (end >= 0 && index > end) return argument
    if (argument === '--in-place' || argument === '--stats') return `${argument}=`
    if (argument.startsWith('-i') && !argument.startsWith('--')) return `--in-place=${argument.slice(2)}`
    return argument
  })
}

export function parseArguments(argv: readonly string[]): Arguments {
  const given = writeOut(argv)
  let failure: UserError | undefined
  const parser = yargs()
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'greedy-arrays': false,
      'strip-aliased': true,
      'short-option-groups': true,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .strictOptions()
    .fail((message, error) => {
      if (error) throw error
      failure ??= new UserError('USAGE', {}, explain(message))
    })
  for (const { name, short, value } of options) {
    parser.option(name, {
      ...(short ? { alias: short } : {}),
      ...(value ? { string: true, array: true, nargs: 1 } : { boolean: true }),
    })
  }
  const parsed = parser.parseSync(given) as unknown as Record<string, unknown>
  if (failure) throw failure
  return toArguments(parsed, given)
}

function toArguments(parsed: Record<string, unknown>, given: readonly string[]): Arguments {
  const flags = new Set<string>()
  const values = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  for (const { name, value, list, choices } of options) {
    const found = parsed[name]
    if (found === undefined) continue
    if (!value) {
      if (found === true || (Array.isArray(found) && found.includes(true))) flags.add(name)
      continue
    }
    const all = (found as unknown[]).map(String)
    if (list)
      lists.set(
        name,
        list === 'commas' ? all.flatMap((one) => one.split(',')).filter((one) => one !== '') : all,
      )
    else {
      const last = all.at(-1) as string
      if (choices && !choices.includes(last)) {
        const nearest = nearestWord(last, choices)
        throw new UserError(
          'USAGE',
          {},
          `Unexpected \`${last}\` for --${name}, expected ${choices.join(', ')}${nearest ? `; write \`${nearest}\`` : ''}`,
        )
      }
      values.set(name, last)
    }
  }
  const operands = (parsed._ as unknown[]).map(String)
  const [first] = operands
  // A file called `report` is `./report`; after `--` everything is a file.
  const isCommand =
    first !== undefined && given[0] === first && (commands as readonly string[]).includes(first)
  return {
    command: isCommand ? (first as Command) : undefined,
    operands: isCommand ? operands.slice(1) : operands,
    flags,
    values,
    lists,
  }
}

/** What yargs found wrong, in our grammar. */
function explain(message: string): string {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1]
  if (unknown !== undefined) {
    const dashed = unknown.length > 1 ? `--${unknown}` : `-${unknown}`
    const nearest = nearestWord(
      unknown,
      options.map(({ name }) => name),
    )
    return `Unknown option \`${dashed}\`, ${nearest ? `did you mean \`--${nearest}\`?` : 'see clean --help'}`
  }
  const short = /^Not enough arguments following: (.+)$/.exec(message)?.[1]
  if (short !== undefined) {
    const option = byName.get(short)
    return `Unexpected end after \`--${option?.name ?? short}\`, expected ${option?.value ?? 'a value'}; write it behind the option`
  }
  return `${message}; see clean --help`
}
