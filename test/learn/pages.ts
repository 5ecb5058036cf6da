/** Made pages of one site. */

/** Prose that no two pages share. */
export const proseOf = (page: number, part = 0): string =>
  [
    'It rained on the',
    'harbour for',
    'days, and the boats stayed where they were until the wind had turned,',
    'said keeper',
  ]
    .map(
      (text, at) =>
        `${text} ${['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][(page + at * part) % 7]}${page}${part}`,
    )
    .join(' ')
    .concat('.')

export const page = (number: number, more: readonly string[] = []): string[] => [
  'Home',
  `Issue ${number}`,
  proseOf(number),
  proseOf(number, 1),
  ...more,
  'All rights are with the island.',
]
