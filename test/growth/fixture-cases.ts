/** What a rule flags, many times: in one file under other names, and as many folders. */
import { join } from 'node:path';
import { listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { type GrowthCase, times } from './growth-case.ts';

/** Files by path. */
type Texts = readonly (readonly [path: string, text: string])[];

export function fixtureCases(): GrowthCase[] {
  return findRuleFiles(projectRoot).flatMap(({ category, name: rule }) => {
    const texts = flaggedTexts(join(projectRoot, 'fixtures/rules', category, rule));
    const inOneFile = (size: number) => new Map(texts.map(([path, text]) => [path, manyIn(path, text, size)]));
    return [
      { name: `${rule} many times in a file`, rule, size: 6, files: inOneFile },
      { name: `${rule} in many folders`, rule, size: 3, files: (size: number) => foldersOf(texts, size) },
    ];
  });
}

/** All flagged fixtures of a rule, each in a folder of its own. */
function flaggedTexts(folder: string): Texts {
  const flagged = listFixtures(folder).filter((name) => name.startsWith('flagged'));
  return flagged.flatMap((name, index) =>
    [...readFixture(join(folder, name)).files].flatMap(([path, content]) =>
      typeof content === 'string' ? [[`fixture_${index}/${path}`, content] as const] : [],
    ),
  );
}

/** Texts that would not be of their kind when repeated stay as they are. */
function manyIn(path: string, text: string, size: number): string {
  if (/\.(?:json|toml|lock|ya?ml|ipynb)$/.test(path)) return text;
  if (!/\.pyi?$/.test(path)) return `${text}\n`.repeat(size);
  const futures = text.match(/^from __future__ .*\n/gm) ?? [];
  const rest = text.replaceAll(/^from __future__ .*\n/gm, '');
  const own = [...rest.matchAll(/^(?:async def|def|class) (\w+)/gm)].map(([, name]) => name ?? '');
  if (own.length === 0) return futures.join('') + times(size, () => `${rest}\n`);
  const spelled = new RegExp(`\\b(?:${own.join('|')})\\b`, 'g');
  return futures.join('') + times(size, (index) => `${rest.replaceAll(spelled, (name) => `${name}_${index}`)}\n`);
}

function foldersOf(texts: Texts, size: number): Map<string, string> {
  const copies = Array.from({ length: size }, (_, index) =>
    texts.map(([path, text]) => [`part_${index}/${path}`, text] as const),
  );
  return new Map(copies.flat());
}
