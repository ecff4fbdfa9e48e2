/** A table of a page; what follows the first column stands to the right. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map((_, column) => (column === 0 ? '---' : '--:')), ...rows];
  return lines
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
    .replaceAll('|  |', '| |');
}
