import { UsageError } from './usage-error.ts';

/** A place as a person writes it and reports show it. */
export interface NamedPlace {
  readonly file: string;
  readonly line: number;
  /** Of a notebook. */
  readonly cell?: number;
}

/** `src/app.py:12`, `sales.ipynb cell 2:5`; a column may follow, as reports show it. */
export function readPlace(place: string): NamedPlace {
  const [, file, cell, line] = /^(.+?)(?: cell ([1-9]\d{0,8}))?:([1-9]\d{0,8})(?::\d+)?$/s.exec(place) ?? [];
  if (file === undefined) throw new UsageError(`\`${place}\` is not a location such as \`src/app.py:12\``);
  return { file, line: Number(line), ...(cell !== undefined && { cell: Number(cell) }) };
}
