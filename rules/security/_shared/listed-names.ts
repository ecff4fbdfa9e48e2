/** Names for a message, each once and in backticks, as many as anybody reads. */
export function listedNames(names: Iterable<string>): string {
  const shown = [...new Set(names)].slice(0, MOST);
  return shown.map((name) => `\`${name}\``).join(', ');
}

const MOST = 3;
