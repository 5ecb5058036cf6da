/** What entities stand for, by the parser that knows them all. Few texts and values hold any. */
import { Parser } from 'htmlparser2'

export function decodeText(text: string): string {
  if (!text.includes('&')) return text
  let decoded = ''
  new Parser({
    ontext(data) {
      decoded += data
    },
  }).end(text)
  return decoded
}

/** `quote`: what stands around the value, if anything. */
export function decodeValue(value: string, quote: string): string {
  if (!value.includes('&')) return value
  let decoded = ''
  new Parser({
    onattribute(_, data) {
      decoded = data
    },
  }).end(`<a a=${quote}${value}${quote}>`)
  return decoded
}
