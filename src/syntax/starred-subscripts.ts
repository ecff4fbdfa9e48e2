/**
 * The grammar cannot read `rows[*[1, 2]]` (PEP 646), where it takes the star for a product; with a plus it can, and the typed tree
 * makes a star of it again (`lowerUnary`). The exchange keeps every offset.
 */
export function withoutStarredSubscripts(content: string): string {
  return content.replace(/\*(?<=[\w)\]]\[\s{0,200}\*)(?=\s{0,200}\[)/g, '+');
}
