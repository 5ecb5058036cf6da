/** The compiled presets, for who asks for one: neither YAML nor schema comes along. */
import { readFileSync } from 'node:fs'
import { unknown } from '../engine/choose.js'
import { createPreset, type Preset, type PresetData } from '../engine/preset.js'
import { presetsFile } from '../shipped.js'

/** Throws UserError for an unknown name. */
export function presetNamed(name: string): Preset {
  const presets = JSON.parse(readFileSync(presetsFile(), 'utf8')) as readonly PresetData[]
  const found = presets.find((preset) => preset.name === name)
  if (found) return createPreset(found)
  throw unknown(
    'PRESET',
    'preset',
    name,
    presets.map((preset) => preset.name),
  )
}
