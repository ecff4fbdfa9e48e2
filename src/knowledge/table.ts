/** Rows of a key and a value, parted by the first space. */
export function tableOf(text: string): ReadonlyMap<string, string> {
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return new Map(rows.map((row) => [row.slice(0, row.indexOf(' ')), row.slice(row.indexOf(' ') + 1)]));
}
