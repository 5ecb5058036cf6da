/** Preset files to checked presets, and those to what is stored. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Condition } from '../engine/conditions.js'
import type { PresetData } from '../engine/preset.js'
import { type Problem, UserError } from '../errors.js'
import { packFiles } from './load.js'
import type { PresetPack } from './pack.js'
import { parsePreset } from './preset-parse.js'

/** Presets under `path`, or in it, in the order of their names, and all that is wrong with them. */
export function loadPresets(path: string): { presets: PresetPack[]; problems: Problem[] } {
  const presets: PresetPack[] = []
  const problems: Problem[] = []
  for (const file of packFiles(path)) {
    const parsed = parsePreset(readText(file), file)
    problems.push(...parsed.problems)
    if (parsed.preset) presets.push(parsed.preset)
  }
  return { presets, problems }
}

/** Does the file say that it is a preset? */
export function isPresetFile(file: string): boolean {
  const lines = readText(file)
    .replace(/^\ufeff/, '')
    .split('\n')
  return lines.find((line) => /^[^\s#]/.test(line))?.startsWith('preset:') ?? false
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UserError('PACK_MISSING', { file }, 'could not be read, expected a preset')
  }
}

/** What a cleaner needs of a preset, without what is only for people. */
export function presetData({ name, title, language, cuts, strip, rules }: PresetPack): PresetData {
  const conditions = rules.map(({ when }) => when as Condition)
  const meaning = JSON.stringify([name, cuts, strip, rules.map(({ rule }) => rule.id), conditions])
  const hash = createHash('sha256').update(meaning).digest('hex').slice(0, 16)
  return { name, title, language, hash, cuts, strip, rules: rules.map(({ rule }) => rule), conditions }
}
