import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilInterrupted, withRevisionTree } from '../git/revision-tree.ts';
import { type GoldenTable, PARTS, parseTable } from './table.ts';

/** Where a revision keeps its table. */
export const TABLE = 'test/golden/findings.tsv';

/** Lets a revision of a project compute its own lines, with its own command, into the cache; gives the table that it makes of them. */
export function computeAt(project: string, revision: string, cache: string): Promise<GoldenTable> {
  return untilInterrupted((signal) =>
    withRevisionTree(project, revision, signal, async ({ root, commit, run }) => {
      if (!existsSync(join(root, TABLE)))
        throw new Error(
          `\`${revision}\` (${commit.slice(0, 9)}) is older than \`npm run golden\`, so nothing can be computed of it`,
        );
      await run('npm', ['run', '--silent', 'golden', '--', '--write', '--cache', cache]);
      return parseTable(TABLE, readFileSync(join(root, TABLE), 'utf8'));
    }),
  );
}

/** Names of rules that two tables say different things of. */
export function rulesApart(one: GoldenTable, other: GoldenTable): string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.filter((name) => PARTS.some((part) => one.get(name)?.[part].sha256 !== other.get(name)?.[part].sha256));
}
