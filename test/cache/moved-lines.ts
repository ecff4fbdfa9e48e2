/**
 * A rule about the project may compare lines, and neither counts nor prints them: what it concluded holds where nothing but lines moved.
 * Here each is asked of its flagged fixtures, then again with empty lines in them.
 */
import { join } from 'node:path';
import { expect } from 'vitest';
import { CachedConclusions } from '../../src/cache/cached-conclusions.ts';
import { SealedEntries } from '../../src/cache/sealed-entries.ts';
import type { ScanRequest } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { optionsFor, scanRepository } from '../engine/scan-repository.ts';

type Files = ReadonlyMap<string, string | Uint8Array>;

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

/** A fixture whose bytes are no text is about one file. */
const asTree = (files: Files) =>
  new MemoryTree(new Map([...files].filter(([, content]) => typeof content === 'string')));

const folderOf = ({ category, name }: RegisteredRule): string => join(projectRoot, 'fixtures/rules', category, name);

/** Its fixtures in which it finds something. */
export const flaggedFixtures = (registered: RegisteredRule): readonly string[] =>
  listFixtures(folderOf(registered)).filter((name) => name.startsWith('flagged'));

/** Expects that the rule finds in the fixture with moved lines what it finds there at first; whether it was not asked for that. */
export async function expectHeld(registered: RegisteredRule, name: string): Promise<boolean> {
  const { files } = readFixture(join(folderOf(registered), name));
  const tree = asTree(files);
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
  const findings = async (given: MemoryTree, more: Partial<ScanRequest>) =>
    (await scanRepository(given.root, [registered], { tree: given, ...more }, options)).findings;
  await findings(tree, { conclusions });
  const moved = asTree(spread(files));
  const warm = await findings(moved, { conclusions });
  expect(warm, name).toEqual(await findings(moved, {}));
  return isKnown;
}
