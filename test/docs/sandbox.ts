/** A folder as a reader of the pages has it: `clean` on the PATH, `dechaff` installed, pages to clean. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Sandbox {
  write(name: string, text: string): void
  /** One line for the shell. */
  shell(line: string): Outcome
  /** A module that imports `dechaff`. */
  script(text: string): Outcome
  remove(): void
}

export function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'dechaff-docs-'))
  const programs = join(folder, 'node_modules', '.bin')
  mkdirSync(programs, { recursive: true })
  symlinkSync(resolve('.'), join(folder, 'node_modules', 'dechaff'))
  for (const name of ['clean', 'dechaff']) {
    const program = join(programs, name)
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli/clean.cjs')}" "$@"\n`)
    chmodSync(program, 0o755)
  }
  // The one that has the packages of the recipes may be another than the reader's.
  const python = process.env['DECHAFF_PYTHON']
  if (python !== undefined)
    writeFileSync(join(programs, 'python3'), `#!/bin/sh\nexec '${python}' "$@"\n`, { mode: 0o755 })
  writeFileSync(join(folder, 'crawl.warc.wet.gz'), gzipSync(wet()))
  cpSync('samples', join(folder, 'samples'), { recursive: true })
  mkdirSync(join(folder, 'pages'))
  for (const sample of ['disqus', 'recipe'])
    cpSync(`samples/${sample}/input.txt`, join(folder, 'pages', `${sample}.txt`))

  function run(program: string, given: readonly string[]): Outcome {
    const path = `${programs}${delimiter}${process.env['PATH']}`
    const env = {
      ...process.env,
      PATH: path,
      NO_COLOR: '1',
      XDG_CONFIG_HOME: '/none',
      npm_config_update_notifier: 'false',
    }
    const { status, stdout, stderr, error } = spawnSync(program, given, {
      cwd: folder,
      env,
      encoding: 'utf8',
      input: '',
    })
    if (error) throw error
    return { code: status, stdout, stderr }
  }

  return {
    write: (name, text) => writeFileSync(join(folder, name), text),
    shell: (line) => run('sh', ['-c', line]),
    script(text) {
      writeFileSync(join(folder, 'snippet.mjs'), text)
      return run(process.execPath, ['snippet.mjs'])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A page as Common Crawl has its text. */
function wet(): string {
  const text = 'The ferry has a new bell.\nShare this article\nNo comments:\n'
  const header = [
    'WARC/1.0',
    'WARC-Type: conversion',
    'WARC-Target-URI: https://news.example.org/1',
    'WARC-Date: 2024-01-01T00:00:00Z',
    'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>',
    'Content-Type: text/plain',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  return `${header.join('\r\n')}\r\n\r\n${text}\r\n\r\n`
}
