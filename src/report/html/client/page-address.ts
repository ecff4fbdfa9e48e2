/** What the part of the address behind `#` says: `finding-1a2b&severity=P0,P1&text=cache`. */
export interface PageAddress {
  /** Identifier of an element: a finding; undefined for filters alone. */
  readonly finding: string | undefined;
  readonly filters: ReadonlyMap<string, string>;
}

const FILTERS: ReadonlySet<string> = new Set(['severity', 'category', 'component', 'rule', 'since', 'path', 'text']);

/** Undefined where it names another part of the page. */
export function readAddress(hash: string): PageAddress | undefined {
  const parts = hash.replace(/^#/, '').split('&').filter(Boolean);
  const finding = parts.find((part) => part.startsWith('finding-'));
  const filters = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals);
    if (equals > 0 && FILTERS.has(name)) filters.set(name, decoded(part.slice(equals + 1)));
  }
  return finding === undefined && filters.size === 0 ? undefined : { finding, filters };
}

export function writeAddress({ finding, filters }: PageAddress): string {
  const named = [...filters]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return [...(finding === undefined ? [] : [finding]), ...named].join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
