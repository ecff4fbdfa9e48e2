/** All fixes over all flagged fixtures: CPython compiles what they make, and its trees differ nowhere else. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import type { FixOutcome } from '../src/audit/index.ts';
import { listFixtures, readFixture } from '../src/testing/fixtures/fixture.ts';
import { findRuleFiles } from '../tools/generate/rule-files.ts';
import { projectRoot } from '../tools/project-root.ts';
import { judgeChanges } from './fix-fixtures/cpython.ts';
import { fixFixture } from './fix-fixtures/fix-fixture.ts';

/** Milliseconds; half a minute where nobody else wants the processor. */
const PATIENCE = 900_000;

type Files = ReadonlyMap<string, string | Uint8Array>;

const fixing = rules.filter(({ rule }) => rule.docs.fixes !== undefined);

describe('all fixes of all flagged fixtures', () => {
  let files: Files;
  let outcome: FixOutcome;
  let changed: { path: string; before: string; after: string }[];

  beforeAll(async () => {
    files = allFlagged();
    outcome = await fixFixture(files, fixing);
    changed = [...outcome.contents]
      .filter(([path]) => /\.pyi?$/.test(path))
      .map(([path, bytes]) => ({ path, before: text(files.get(path)), after: text(bytes) }));
  }, PATIENCE);

  it('are many', () => {
    const fixed = new Set(outcome.fixed.map(({ rule }) => rule));
    // Workflows stand in `.github` of the root alone, and here each fixture has a folder of its own.
    expect(fixing.map(({ name }) => name).filter((name) => !fixed.has(name))).toEqual(['ci-check-cannot-fail']);
    expect(outcome.fixed.length).toBeGreaterThan(150);
  });

  it('leave files that CPython compiles, whose trees differ where their lines do', () => {
    const judged = judgeChanges(changed);
    expect(judged.length).toBe(changed.length);
    expect(judged.filter((each) => each === null).length).toBeLessThan(changed.length / 20);
    expect(judged.filter((each) => each !== '' && each !== null)).toEqual([]);
  });

  it(
    'change nothing when they are made twice',
    async () => {
      const again = await fixFixture(new Map([...files, ...outcome.contents]), fixing);
      expect([...again.contents.keys()]).toEqual([]);
    },
    PATIENCE,
  );
});

/** Each fixture in a folder of its own, so that one scan is enough for all. */
function allFlagged(): Files {
  const all = new Map<string, string | Uint8Array>();
  for (const { category, name } of findRuleFiles(projectRoot)) {
    const folder = join(projectRoot, 'fixtures/rules', category, name);
    for (const fixture of listFixtures(folder).filter((each) => each.startsWith('flagged')))
      for (const [path, content] of readFixture(join(folder, fixture)).files)
        all.set(`${name}/${fixture.replace(/\.\w+$/, '')}/${path}`, content);
  }
  return all;
}

const text = (content: string | Uint8Array | undefined): string => Buffer.from(content ?? '').toString();
