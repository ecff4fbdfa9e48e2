/** A repository that can be made of any size: what its size does to the time of a scan is the question. */
export interface GrowthCase {
  readonly name: string;
  /** The rule whose fixture it is made of. */
  readonly rule?: string;
  /** In lines that follow one another, copies of a fixture or links of a chain. */
  readonly files: (size: number) => ReadonlyMap<string, string>;
  /** How often the smaller of the two repositories holds it. */
  readonly size: number;
  /** A reader refuses a file of more characters, which says nothing of growth. */
  readonly most?: number;
}

/** A case of one Python file. */
export function ofOneFile(name: string, size: number, textOf: (size: number) => string): GrowthCase {
  return { name, size, files: (count) => new Map([['app/code.py', textOf(count)]]) };
}

export const times = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join('');
