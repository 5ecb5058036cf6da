/** What the elements of HTML are to the layout. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Begin and end a line of their own. Labels, legends and buttons, too: what they say is no part of the text around. */
export const blockTags = words(
  'address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html label legend li main menu nav noscript ol p pre search section summary table tbody tfoot thead tr ul',
)

/** Hold no text of the page: programs, styles, pictures, frames, and what a form would send. */
export const silentTags = words(
  'audio canvas datalist iframe map object option script select style svg template textarea title video',
)

/** Show something that no text stands for: a cut that is not asked for spares them. */
export const mediaTags = words('audio canvas embed iframe img input object picture svg video')

/** Fields and buttons of a form. */
export const controlTags = words('button input select textarea')

export const headingTags = words('h1 h2 h3 h4 h5 h6')

/** Never cut out of a page, whatever goes inside. */
export const frameTags = words('html head body')
