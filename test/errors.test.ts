import { expect, test } from 'vitest'
import { formatProblem, UserError } from '../src/errors.js'

test('an error says where', () => {
  const error = new UserError('PACK_VALUE', { file: 'a.yaml', line: 4, column: 12 }, 'Unexpected `tial`')
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ code: 'PACK_VALUE', file: 'a.yaml', line: 4, column: 12 })
  expect(error.message).toBe('a.yaml:4:12: Unexpected `tial`')
})

test('an error without a place', () => {
  expect(new UserError('USAGE', {}, 'Unexpected option').message).toBe('Unexpected option')
})

test('a problem is printed alike', () => {
  const problem = { code: 'X', file: 'a.yaml', line: 1, column: 2, message: 'Unexpected x' }
  expect(formatProblem(problem)).toBe('a.yaml:1:2: Unexpected x')
})
