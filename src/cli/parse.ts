/** The command line to checked arguments; everything wrong is a UserError. */
import yargs from 'yargs'
import { UserError } from '../errors.js'
import { nearestWord } from '../nearest.js'
import { learnOptions } from './learn-options.js'
import { type Option, wordsOf, wrongValue } from './option.js'
import { type Arguments, type Command, commands, options, optionsOf } from './options.js'

const byName = new Map<string, Option>(options.map((option) => [option.name, option]))
const byShort = new Map<string, Option>(
  options.flatMap((option) => (option.short ? [[option.short, option] as const] : [])),
)

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

/**
 * Every option in its long form with its value behind `=`, and the operands after `--`. yargs alone
 * takes `-i f.txt` for a suffix, makes an object of `-i.bak`, ignores what stands behind a switch
 * (`--check=3`), and fails on names like `--constructor`.
 */
export function writeOut(argv: readonly string[]): { written: string[]; operands: string[] } {
  const written: string[] = []
  const operands: string[] = []
  const rest = [...argv]

  function add(option: Option, value: string | undefined, as: string): void {
    const { name } = option
    if (!option.value) {
      const isSettable = option.config !== 'never'
      if (value !== undefined && !(isSettable && (value === 'true' || value === 'false')))
        throw wrongUse(
          `Unexpected \`${value}\` for --${name}, expected ${isSettable ? 'no value, or `false` to put it off' : 'no value'}`,
        )
      written.push(`--${name}=${value ?? 'true'}`)
    } else if (option.optional) {
      written.push(`--${name}=${value ?? ''}`)
    } else {
      const found = value ?? valueBehind(option, as, rest)
      if (found === '') throw wrongUse(`Unexpected nothing for --${name}, expected ${option.value}`)
      written.push(`--${name}=${found}`)
    }
  }

  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      for (const operand of rest) operands.push(operand)
      break
    }
    if (argument.startsWith('--')) {
      const equals = argument.indexOf('=')
      const name = argument.slice(2, equals < 0 ? undefined : equals)
      const value = equals < 0 ? undefined : argument.slice(equals + 1)
      const option = byName.get(name)
      if (!option) throw unknownOption(`--${name}`, name)
      add(option, value, `--${name}`)
    } else if (argument.startsWith('-') && argument !== '-') {
      for (let at = 1; at < argument.length; at++) {
        const letter = argument[at] as string
        const option = byShort.get(letter)
        if (!option) throw unknownOption(`-${letter}`, argument.slice(1))
        const behind = argument.slice(at + 1)
        add(option, option.value && behind !== '' ? behind : undefined, `-${letter}`)
        if (option.value) break
      }
    } else operands.push(argument)
  }
  const empty = operands.includes('')
  if (empty) throw wrongUse('Unexpected empty name, expected a file, or `-` for standard input')
  return { written, operands }
}

/** The next argument as a value. What looks like an option is none: `--audit --check` is a slip. */
function valueBehind({ name, value }: Option, as: string, rest: string[]): string {
  const next = rest.shift()
  if (next === undefined)
    throw wrongUse(`Unexpected end after \`${as}\`, expected ${value}; write it behind the option`)
  if (next.startsWith('-') && next !== '-')
    throw wrongUse(
      `Unexpected \`${next}\` after \`${as}\`, expected ${value}; write \`--${name}=${next}\` if that is meant`,
    )
  return next
}

function unknownOption(dashed: string, name: string): UserError {
  const nearest = nearestWord(name, byName.keys())
  return wrongUse(
    `Unknown option \`${dashed}\`${nearest ? `; did you mean \`--${nearest}\`?` : '; clean --help shows all'}`,
  )
}

export function parseArguments(argv: readonly string[]): Arguments {
  const { written, operands } = writeOut(argv)
  const parser = yargs()
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'greedy-arrays': false,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .strictOptions()
    .fail((message, error) => {
      throw error ?? wrongUse(`${message}; see clean --help`)
    })
  for (const { name, value } of options) parser.option(name, value ? { string: true } : { boolean: true })
  const parsed = parser.parseSync(written) as unknown as Record<string, unknown>
  // A file called `explain` is `./explain`; after an option it is a file as well.
  const command = commands.find((name) => name === argv[0])
  const collected = collect(parsed, command)
  if (command === undefined) refuseLearning(collected)
  return {
    ...collected,
    origins: new Map(),
    command,
    operands: command ? operands.slice(1) : operands,
  }
}

/** Thresholds of learning say nothing without it. */
function refuseLearning({ flags, values }: Pick<Arguments, 'flags' | 'values'>): void {
  const without = learnOptions.find(({ name }) => flags.has(name) || values.has(name))
  if (without && !flags.has('learn'))
    throw wrongUse(`Unexpected --${without.name} without --learn, expected both; write --learn`)
}

function collect(
  parsed: Record<string, unknown>,
  command: Command | undefined,
): Pick<Arguments, 'flags' | 'values' | 'lists' | 'off'> {
  const flags = new Set<string>()
  const off = new Set<string>()
  const values = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  for (const option of options) {
    const { name, value, list } = option
    const found = parsed[name]
    if (found === undefined) continue
    const known = optionsOf(command)
    if (!known.includes(option))
      throw wrongUse(
        command
          ? `Unexpected --${name} with \`${command}\`, expected ${known.map((one) => `--${one.name}`).join(', ')}`
          : `Unexpected --${name}, expected it after \`clean restore\``,
      )
    // Given several times it is an array.
    const all = [found].flat().map(String)
    if (!value) (all.at(-1) === 'true' ? flags : off).add(name)
    else if (list) lists.set(name, listOf(option, all))
    else values.set(name, chosen(option, all.at(-1) as string))
  }
  return { flags, values, lists, off }
}

function listOf(option: Option, all: readonly string[]): readonly string[] {
  const { name, value } = option
  const words = wordsOf(option, all)
  if (words.includes('')) throw wrongUse(`Unexpected nothing for --${name}, expected ${value}`)
  return words
}

function chosen(option: Option, value: string): string {
  const wrong = wrongValue(option, value)
  if (wrong !== undefined) throw wrongUse(`Unexpected \`${value}\` for --${option.name}, ${wrong}`)
  return value
}
