/**
 * The grammar does not know the defaults of type parameters (PEP 696): with a comma it reads `[T = int]` as two types, and the typed
 * tree makes a default of the second (`lowerTypeParameters`). The exchange keeps every offset.
 */
export function withoutTypeParameterDefaults(content: string): string {
  const shown: string[] = [];
  let end = 0;
  for (const { index, 0: header } of content.matchAll(HEADER)) {
    if (index < end) continue;
    for (const at of defaultsIn(content, index + header.length)) {
      shown.push(content.slice(end, at), ',');
      end = at + 1;
    }
  }
  return end === 0 ? content : shown.join('') + content.slice(end);
}

const HEADER = /\b(?:class|def|type)[ \t]+[\p{ID_Continue}]+[ \t]*\[/gu;

/** Comments and texts; what ends the search where a bracket is missing; brackets; the sign itself and what holds one. */
const TOKEN = /#.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\n[ \t]*(?:class|def|type)\b|[[({]|[\])}]|[=!<>:]=|=/gu;

/** Where a default begins between the brackets that are open at `start`: none if they are never closed. */
function defaultsIn(content: string, start: number): number[] {
  const found: number[] = [];
  let depth = 1;
  TOKEN.lastIndex = start;
  for (let token = TOKEN.exec(content); token !== null; token = TOKEN.exec(content)) {
    const [written] = token;
    if (written.startsWith('\n')) return [];
    if (written === '=' && depth === 1) found.push(token.index);
    else if ('[({'.includes(written)) depth++;
    else if ('])}'.includes(written) && --depth === 0) return found;
  }
  return [];
}
