/** Site configurations as packs: what a selector can say, what is told, and that the packs are right. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takersOf } from '../../src/formats/html/page.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { importFtr } from '../../src/packs/ftr.js'
import { compilePacks } from '../../src/packs/load.js'
import { parsePack } from '../../src/packs/parse.js'
import { testPacks } from '../../src/packs/test.js'
import { selectorsOf } from '../../src/packs/xpath.js'

test.each([
  ['//div', 'div'],
  ["//div[@id='a']/p", 'div[id="a"] > p'],
  ['//div[contains(@class, "a b")]//span', 'div[class*="a b"] span'],
  ["//*[starts-with(@id, 'a')]", '[id^="a"]'],
  ["//p[contains(concat(' ', normalize-space(@class), ' '), ' a ')]", 'p[class~="a"]'],
  ['//a[@rel]', 'a[rel]'],
  ["//a[@id='a' or @id='b']", 'a:is([id="a"], [id="b"])'],
  ["//a[@id='a' and not(@rel)]", 'a[id="a"]:not([rel])'],
  ['//article/div[2]', 'article > div:nth-of-type(2)'],
  ['//p[last()]', 'p:last-of-type'],
  ["//p[@title='x ] | y']", 'p[title="x ] | y"]'],
])('%s', (xpath, css) => expect(selectorsOf(xpath).map((found) => found?.select)).toEqual([css]))

test('a union', () => {
  expect(selectorsOf('//nav | //p/..').map((found) => found?.select)).toEqual(['nav', undefined])
})

test.each([
  '//p/text()',
  '//a/@href',
  '//p/parent::div',
  '(//p)[1]',
  '//p[.//b]',
  "//p[.='x']",
  '//*',
  "//p[@a='\"']",
  '//p[',
  'div',
  '',
])('%s is told', (xpath) => expect(selectorsOf(xpath)).toEqual([undefined]))

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'dechaff-ftr-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

const site = `# The Lantern Courier
title: //h1
body: //div[@id='story']
strip: //div[@class='tides'] | //p/..
strip_id_or_class: courier-box
replace_string(<b>): <i>
http_header(User-Agent): x
`

test('packs that are right, and what is left out', () => {
  const { packs, hosts, rules, problems } = importFtr(
    folder({ 'courier.example.txt': site, '.courier.example.txt': 'strip: //nav', 'README.txt': 'x' }),
  )
  expect([hosts, rules, packs.map(({ name }) => name)]).toEqual([1, 3, ['sites-1.yaml']])
  expect(problems.map(({ file, line, message }) => `${file.split('/').at(-1)}:${line} ${message}`)).toEqual([
    'README.txt:1 Unexpected name `README.txt`, expected HOST.txt; left out',
    'courier.example.txt:4 Unexpected `//p/..`, expected what a CSS selector can say; left out'.replace(
      '`//p/..`',
      "`//div[@class='tides'] | //p/..`",
    ),
    'courier.example.txt:6 Unexpected `replace_string(<b>)`, expected strip, strip_id_or_class or body; left out',
  ])
  const base = shippedRuleset()
  const { pack, problems: wrong } = parsePack(packs[0]?.text ?? '', 'sites-1.yaml')
  expect(wrong).toEqual([])
  if (!pack) throw new Error('no pack')
  const ruleset = { ...base, parts: [compilePacks([pack], base)] }
  expect(testPacks([pack], ruleset, takersOf)).toEqual([])
})

test('a folder without any', () => {
  expect(() => importFtr(folder({}))).toThrow(/no site configuration/)
  expect(() => importFtr('/nowhere/at/all')).toThrow(/no such folder/)
})
