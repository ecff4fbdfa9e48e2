import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { parseForeign } from '../../src/engine/suppressions/foreign-comments.ts';
import { LINTER_CODES } from '../../src/knowledge/linter-codes.ts';
import { projectRoot } from '../../tools/project-root.ts';

it('the table names rules of ours, in order, as the page has them', () => {
  const named = LINTER_CODES.map(({ rule }) => rule);
  expect(named).toEqual([...new Set(named)].sort());
  const known = new Set(rules.map(({ name }) => name));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const page = readFileSync(join(projectRoot, 'docs/suppressions.md'), 'utf8');
  for (const { rule, bandit, ruff } of LINTER_CODES) {
    const ids = bandit.map(([id, name]) => `${id} \`${name}\``).join(', ') || '–';
    expect(page).toContain(`| \`${rule}\` | ${ids} | ${ruff.join(', ') || '–'} |\n`);
  }
});

describe('a comment of another tool', () => {
  const read = (comment: string) =>
    parseForeign(comment, ['noqa', 'nosec']).map(({ by, scope, rules: named, remark }) => ({
      by,
      scope,
      named,
      remark,
    }));

  // What bandit 1.9 and ruff 0.17 read in them.
  it.each([
    ['# noqa: F401', 'noqa', ['unused-import'], ''],
    ['#noqa:F401,E722', 'noqa', ['unused-import', 'bare-except'], ''],
    ['# NOQA : F401 E722 for the shell', 'noqa', ['unused-import', 'bare-except'], 'for the shell'],
    ['# noqa: XX9, F401 - kept', 'noqa', ['unused-import'], 'kept'],
    ['# type: ignore # noqa: F401 # pragma: no cover', 'noqa', ['unused-import'], ''],
    ['# nosec B301', 'nosec', ['unsafe-deserialization'], ''],
    ['# nosec: B301, B102 our own file', 'nosec', ['unsafe-deserialization', 'dynamic-code-execution'], 'our own file'],
    ['#nosec hardcoded_sql_expressions', 'nosec', ['sql-string-formatting'], ''],
    ['# nosec b999 pickle # and more', 'nosec', ['unsafe-deserialization'], ''],
  ] as const)('%s is read', (comment, by, named, remark) => {
    expect(read(comment)).toEqual([{ by, scope: 'line', named, remark }]);
  });

  it('for a whole file is read', () => {
    expect(read('# ruff: noqa: F401')).toMatchObject([{ scope: 'file', named: ['unused-import'] }]);
    expect(read('# flake8: noqa: F401')).toMatchObject([{ scope: 'file' }]);
  });

  it.each([
    '# noqa',
    '# noqa:',
    '# nosec',
    '# nosec because it is ours',
    '# noqa: W605',
    '# noqa: F401x',
    '# not a noqa: F401',
  ])('%s names nothing of ours', (comment) => {
    expect(read(comment)).toEqual([]);
  });
});
