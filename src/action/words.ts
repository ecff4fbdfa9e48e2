/**
 * Splits a text into words as a POSIX shell would, with single quotes, double quotes and backslashes, and does nothing
 * else that a shell does: `$(…)`, `;`, `*` and `~` are text. Undefined where a quote stays open, or a backslash is the last character.
 */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  const joined = text.replace(/\\\r?\n/g, ' ');
  let end = 0;
  for (const { 0: match, index } of joined.matchAll(TOKEN)) {
    if (index !== end) return undefined;
    end = index + match.length;
    if (match.trim() !== '') words.push(unquote(match));
  }
  return end === joined.length ? words : undefined;
}

const PIECE = /'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\]/;
const PIECES = new RegExp(PIECE.source, 'g');
const TOKEN = new RegExp(`\\s+|(?:${PIECE.source})+`, 'g');

function unquote(word: string): string {
  return word.replace(PIECES, (piece) => {
    if (piece.startsWith("'")) return piece.slice(1, -1);
    // Between double quotes a backslash only takes away the meaning of what has one there.
    if (piece.startsWith('"')) return piece.slice(1, -1).replace(/\\([\\"$`])/g, '$1');
    return piece.startsWith('\\') ? piece.slice(1) : piece;
  });
}
