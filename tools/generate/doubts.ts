import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DOUBT_IDS, type DoubtId } from '../../src/findings/index.ts';

/** The doubts that a rule raises itself, by their ids in its file and its private parts; what others raise for it is not among them. */
export function doubtsOf(file: string): DoubtId[] {
  const folder = dirname(file);
  const files = basename(file) === 'index.ts' ? readdirSync(folder).map((name) => join(folder, name)) : [file];
  const texts = files.map((each) => readFileSync(each, 'utf8'));
  return DOUBT_IDS.filter((id) => texts.some((text) => text.includes(`'${id}'`)));
}
