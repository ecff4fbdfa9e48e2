import { normalRemote } from './remote.ts';
import { cellOf, readTable } from './table.ts';

/** Of what kind a repository is and why it was chosen, written before it was scanned. */
export interface Choice {
  readonly kind: string;
  readonly why: string;
}

/** Choices by normalised remote. */
export function readChoices(file: string): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>();
  for (const row of readTable(file, ['remote', 'kind', 'why'])) {
    const remote = normalRemote(cellOf(row, 'remote'));
    if (choices.has(remote)) throw new Error(`${row.place}: \`${remote}\` is given twice`);
    choices.set(remote, { kind: cellOf(row, 'kind'), why: cellOf(row, 'why') });
  }
  return choices;
}
