/**
 * The grammar reads a leading star only before a name, and takes the star of `rows[*[1, 2]]` (PEP 646) for a product. With a plus
 * it reads any operand, and the typed tree makes a star of it again (`lowerUnary`). The exchange keeps every offset.
 */
export function withoutLeadingStars(content: string): string {
  return content.replace(IN_SUBSCRIPT, '+').replace(IN_BARE_TUPLE, '+');
}

const IN_SUBSCRIPT = /\*(?<=[\w)\]]\[\s{0,200}\*)(?=\s{0,200}\[)/g;

/** `return *[1], a`, `for x in *(a), b:`, `rows = a, *{b}`: where no product can be meant, before what is no name. */
const IN_BARE_TUPLE =
  /\*(?<=(?:(?<!\p{ID_Continue})(?:return|yield|in)|(?:^|[^=!<>:])=|,)(?:[ \t\f]|\\\r?\n){0,200}\*)(?=(?:[ \t\f]|\\\r?\n){0,200}(?:[[({"'~+\d-]|\.\.\.|[a-zA-Z]{1,2}["']|(?:await|None|True|False)\b))/gu;
