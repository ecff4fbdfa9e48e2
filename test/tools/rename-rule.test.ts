import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renameRule } from '../../tools/rename/rename-rule.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'auditlint-rename-'));
  const files: Readonly<Record<string, string>> = {
    'rules/memory/growing-list.ts': "summary: 'list that grows', see: 'growing-list'",
    'rules/memory/big-growing-list.ts': '',
    'fixtures/rules/memory/growing-list/flagged.py': 'rows.append(1)  # expect: growing-list "grows"\n',
    'measurements/corpus/labels/growing-list.tsv': 'shop\t1.0\ta.py\t1\tgrowing-list\tright\n',
    'docs/configuration.md': 'growing-list, big-growing-list, growing-list-like, `growing-list`\n',
    'CHANGELOG.md': 'growing-list is new\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('renameRule', () => {
  it('moves rule, fixtures and labels, and renames whole words only', () => {
    const reported: string[] = [];
    renameRule(root, 'growing-list', 'resources/unbounded-list', (done) => reported.push(done));
    expect(existsSync(join(root, 'rules/memory/growing-list.ts'))).toBe(false);
    expect(read('rules/resources/unbounded-list.ts')).toBe("summary: 'list that grows', see: 'unbounded-list'");
    expect(read('fixtures/rules/resources/unbounded-list/flagged.py')).toContain('# expect: unbounded-list "grows"');
    expect(read('measurements/corpus/labels/unbounded-list.tsv')).toContain('\tunbounded-list\t');
    expect(read('docs/configuration.md')).toBe(
      'unbounded-list, big-growing-list, growing-list-like, `unbounded-list`\n',
    );
    expect(read('CHANGELOG.md')).toBe('growing-list is new\n');
    expect(reported).toContain('renamed in: docs/configuration.md');
  });

  it.each([
    ['row', 'rows', 'no rule is named "row"'],
    ['growing-list', 'big-growing-list', 'rule "big-growing-list" exists already'],
    ['growing-list', 'Rows', 'usage: '],
    ['growing-list', 'a/b/rows', 'usage: '],
    ['growing-list', '../rows', 'usage: '],
  ])('refuses %s → %s, and leaves everything', (from, to, sentence) => {
    expect(() => renameRule(root, from, to, () => undefined)).toThrow(sentence);
    expect(existsSync(join(root, 'rules/memory/growing-list.ts'))).toBe(true);
    expect(read('docs/configuration.md')).toContain('growing-list, big-growing-list');
  });
});
