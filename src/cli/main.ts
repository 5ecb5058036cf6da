/**
 * The command line: what was asked for, and the exit code. `clean` alone and `clean FILE …` are
 * settled without the parser, which costs more to load than cleaning a page.
 */
import type { UserError } from '../errors.js'
import { removeUnfinished } from '../io/files.js'
import { version } from '../shipped.js'
import { findConfig } from './config.js'
import { type Arguments, commands, noArguments } from './options.js'
import { createTerminal, type Terminal } from './terminal.js'

function isPlain(argv: readonly string[]): boolean {
  return (
    !(commands as readonly string[]).includes(argv[0] as string) &&
    argv.every((argument) => argument === '-' || !(argument === '' || argument.startsWith('-')))
  )
}

async function readArguments(argv: readonly string[]): Promise<Arguments> {
  return isPlain(argv) ? noArguments(argv) : (await import('./parse.js')).parseArguments(argv)
}

/** Runs and returns the exit code. */
async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const asked = await readArguments(argv)
  if (asked.flags.has('help')) {
    await terminal.write((await import('./help.js')).helpText())
    return 0
  }
  if (asked.flags.has('version')) {
    await terminal.write(`dechaff ${version()}\n`)
    return 0
  }
  const config = findConfig(asked, process.env)
  if (config.files.length === 0 && !config.hasVariables && !asked.flags.has('print-config'))
    return runCommand(asked, terminal)
  const { resolveOptions, printOptions, placed } = await import('./resolve.js')
  const given = resolveOptions(asked, config, process.env)
  if (given.flags.has('print-config')) {
    await terminal.write(printOptions(given, config))
    return 0
  }
  try {
    return await runCommand(given, terminal)
  } catch (error) {
    throw isUserError(error) && given.origins.size > 0 ? placed(error, given) : error
  }
}

async function runCommand(given: Arguments, terminal: Terminal): Promise<number> {
  terminal.configure(given)
  const { command, operands } = given
  if (
    command !== 'rules' &&
    command !== 'stats' &&
    operands.length === 0 &&
    terminal.isTerminal('stdin') &&
    !given.values.has('in-place')
  ) {
    terminal.say((await import('./help.js')).shortHelp)
    return 2
  }
  switch (command) {
    case 'explain':
      return (await import('./explain.js')).explainFile(given, terminal)
    case 'restore':
      return (await import('./restore.js')).restoreFile(given, terminal)
    case 'rules':
      return (await import('./rules.js')).rulesCommand(given, terminal)
    case 'learn':
      return (await import('./learn.js')).learnFiles(given, terminal)
    case 'stats':
      return (await import('./stats.js')).statsCommand(given, terminal)
    case undefined:
      if (given.flags.has('learn')) return (await import('./learn.js')).learnAndClean(given, terminal)
      return (await import('./clean.js')).cleanFiles(given, terminal)
    default:
      return command satisfies never
  }
}

/** By its name: the modules that are loaded later have a class of their own. */
function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError'
}

/** A second signal finds no handler, and ends the program at once. */
function endBySignal(signal: NodeJS.Signals): void {
  removeUnfinished()
  process.kill(process.pid, signal)
}

export function main(argv: readonly string[]): void {
  const terminal = createTerminal()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, endBySignal)
  run(argv, terminal).then(
    (code) => {
      process.exitCode = code
    },
    (error: unknown) => {
      removeUnfinished()
      process.exitCode = terminal.isClosed(error) ? 0 : 2
      if (process.exitCode === 0) return
      if (isUserError(error)) terminal.error(error.message)
      else terminal.bug(error)
    },
  )
}
