import { readFileSync } from 'node:fs';
import { DOUBT_IDS, type DoubtId } from '../../src/findings/index.ts';

/** The doubts that the file of a rule raises itself, by their ids in its text; what a function of the kit raises is not among them. */
export function doubtsOf(file: string): DoubtId[] {
  const text = readFileSync(file, 'utf8');
  return DOUBT_IDS.filter((id) => text.includes(`'${id}'`));
}
