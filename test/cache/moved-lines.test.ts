/**
 * A rule about the project may compare lines, and neither counts nor prints them: what it concluded holds where nothing but lines moved.
 * Here each is asked of its flagged fixtures, then again with empty lines in them.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CachedConclusions } from '../../src/cache/cached-conclusions.ts';
import { SealedEntries } from '../../src/cache/sealed-entries.ts';
import { importRule } from '../../src/dev/generate/load-rules.ts';
import { findRuleFiles } from '../../src/dev/generate/rule-files.ts';
import { projectRoot } from '../../src/dev/project-root.ts';
import { listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { makeRepository } from '../discover/repository.ts';
import { optionsFor, scanRepository } from '../engine/scan-repository.ts';

type Files = ReadonlyMap<string, string | Uint8Array>;

const rules = await Promise.all(
  findRuleFiles(projectRoot).map(async (file) => ({ ...file, rule: await importRule(file) })),
);

/** What is at the top of a file begins one line further down, and its first line stays. */
function spread(files: Files): Files {
  const spreadText = (text: string): string => text.replace(/(?<=\n\n)(?=(?:async def|def|class|@))/g, '\n');
  return new Map(
    [...files].map(([path, content]) => [
      path,
      path.endsWith('.py') && typeof content === 'string' ? spreadText(content) : content,
    ]),
  );
}

const asTexts = (files: Files): Record<string, string> =>
  Object.fromEntries([...files].flatMap(([path, content]) => (typeof content === 'string' ? [[path, content]] : [])));

describe('what a rule about the project concluded holds where lines moved', () => {
  let held = 0;

  it.each(rules.filter(({ rule }) => rule.type === 'project'))('$category/$name', async (registered) => {
    const folder = join(projectRoot, 'fixtures/rules', registered.category, registered.name);
    for (const name of listFixtures(folder).filter((each) => each.startsWith('flagged'))) {
      const { files } = readFixture(join(folder, name));
      const root = makeRepository(asTexts(files));
      const options = optionsFor([registered], { [registered.name]: { profile: 'strict' } });
      const conclusions = new CachedConclusions(new SealedEntries(Buffer.alloc(32, 1), undefined), 'context', {
        project: options,
        optionsFor: () => options,
      });
      const find = conclusions.find.bind(conclusions);
      let isKnown = false;
      conclusions.find = (...asked) => {
        const found = find(...asked);
        isKnown = found !== undefined;
        return found;
      };
      await scanRepository(root, [registered], { conclusions }, options);
      const moved = makeRepository(asTexts(spread(files)));
      const warm = await scanRepository(moved, [registered], { conclusions }, options);
      if (isKnown) held++;
      expect(warm.findings, name).toEqual((await scanRepository(moved, [registered], {}, options)).findings);
    }
  });

  it('for most fixtures', () => {
    expect(held).toBeGreaterThan(100);
  });
});
