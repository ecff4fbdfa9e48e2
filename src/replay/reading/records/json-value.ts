/** Looking into parsed JSON of which nothing is known. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function memberAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let member = value;
  for (const step of path) {
    if (Array.isArray(member)) member = typeof step === 'number' ? member[step] : undefined;
    else member = isObject(member) && Object.hasOwn(member, step) ? member[step] : undefined;
  }
  return member;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const member = memberAt(value, ...path);
  if (typeof member === 'number') return String(member);
  return typeof member === 'string' && member.trim() !== '' ? member : undefined;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const member = memberAt(value, ...path);
  return Array.isArray(member) ? member : [];
}

export interface PlacedObject {
  readonly object: JsonObject;
  readonly depth: number;
  /** A line of the document. */
  readonly line: number;
}

/**
 * All objects in the order in which they begin in the text, without recursion, because JSON may be nested as deep as it is
 * long. `lines` are those of `linesOfObjects`.
 */
export function objectsOf(document: unknown, lines: readonly number[]): readonly PlacedObject[] {
  const found: PlacedObject[] = [];
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: document, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, depth } = next;
    if (isObject(value)) found.push({ object: value, depth, line: lines[found.length] ?? 1 });
    const members = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    for (const member of members.toReversed())
      if (typeof member === 'object') stack.push({ value: member, depth: depth + 1 });
  }
  return found;
}
