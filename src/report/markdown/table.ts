/** A table of GitHub Flavored Markdown; cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(oneCell).join(' | ')} |`;
  return [line(head), `|${head.map((cell) => (cell.startsWith('#') ? '---:' : '---')).join('|')}|`, ...rows.map(line)];
}

/** A pipe ends a cell also within code; escaped it is one in both. */
function oneCell(cell: string): string {
  return cell
    .replace(/^#/, '')
    .replaceAll('\n', ' ')
    .replace(/(?<!\\)((?:\\\\)*)\|/g, '$1\\|');
}
