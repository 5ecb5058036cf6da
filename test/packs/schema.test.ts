import { expect, test } from 'vitest'
import { packSchema, ruleShape } from '../../src/packs/schema.js'
import { categories } from '../../src/types.js'

interface Schema {
  readonly description?: string
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: boolean
  readonly required?: readonly string[]
}

test('editors complete and check with the schema', () => {
  const schema = packSchema() as Schema
  const rule = schema.properties?.rules?.items
  expect(schema.additionalProperties).toBe(false)
  expect(rule?.additionalProperties).toBe(false)
  expect(rule?.required).toEqual(['id', 'category', 'why', 'remove', 'keep'])
  expect(rule?.properties?.category?.enum).toEqual(categories)
})

test('every key is described', () => {
  const schema = packSchema() as Schema
  const rule = schema.properties?.rules?.items?.properties ?? {}
  expect(Object.keys(rule)).toEqual(Object.keys(ruleShape.shape))
  for (const [key, { description }] of Object.entries({ ...schema.properties, ...rule })) {
    expect(description, key).toBeTruthy()
  }
})
