import { html, type Markup, NOTHING } from './markup.ts';

/** Columns whose title begins with `#` hold numbers. On narrow screens a table of words becomes one block for each row. */
export function tableMarkup(head: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  if (rows.length === 0) return NOTHING;
  const kind = (index: number): string => (head[index]?.startsWith('#') ? 'number' : '');
  return html`<div class="table${isOfWords(head) ? ' words' : ''}"><table><thead><tr>${head.map(
    (title, index) => html`<th scope="col" class="${kind(index)}">${title.replace(/^#/, '')}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, index) => html`<td class="${cell.text === '' ? 'empty' : kind(index)}" data-title="${(head[index] ?? '').replace(/^#/, '')}"><div>${cell}</div></td>`)}</tr>`,
  )}</tbody></table></div>`;
}

const isOfWords = (head: readonly string[]): boolean =>
  head.filter((title) => /^#./.test(title)).length < head.length / 2;

export function titled(title: string, table: Markup): Markup {
  return table === NOTHING ? NOTHING : html`<h3>${title}</h3>${table}`;
}
