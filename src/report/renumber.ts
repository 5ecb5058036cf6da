/** Rows of an audit that stood at the beginning of a file, numbered on for their place behind others. */

/** What stands before a shard's records when they are put together. */
export interface Before {
  readonly documents: number
  /** Of the records that could not be read, in the file they went to. */
  readonly rejectedBytes: number
}

/** Every other line is as it was. */
export function renumbered(line: string, { documents, rejectedBytes }: Before): string {
  const row = /^\{"doc":(\d+),/.exec(line)
  if (!row) return line
  const number = documents + Number(row[1])
  const rest = line
    .slice(row[0].length)
    .replace(
      /("rejected":\{"offset":)(\d+)(,"bytes":\d+,"hash":"\w+"\}\})$/,
      (_, head: string, offset: string, tail: string) => `${head}${Number(offset) + rejectedBytes}${tail}`,
    )
  return `{"doc":${number},${rest}`
}
