import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { figureOf } from '../../../tools/golden/figure.ts';
import { KeptTexts } from '../../../tools/golden/kept-texts.ts';
import { formatTable, parseTable, tableOf } from '../../../tools/golden/table.ts';

const scratch = mkdtempSync(join(tmpdir(), 'auditlint-golden-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('the table of what is stored', () => {
  const table = tableOf(['race', 'leak'], (part, rule) => (rule === 'race' && part === 'fixtures' ? ['one'] : []));
  const text = formatTable(table);

  it('is read as it was written, a row for each rule in order', () => {
    expect(parseTable('findings.tsv', text)).toEqual(new Map([...table].reverse()));
    expect(text.split('\n').map((line) => line.split('\t')[0])).toEqual(['rule', 'leak', 'race', '']);
  });

  it.each([
    [text.replace('fixtures sha256', 'hash'), 'findings.tsv:1: its columns are not rule, fixtures,'],
    [text.replace('\nrace\t1', '\nrace\tone'), 'findings.tsv:3: it is no rule with a number and a SHA-256'],
    [text.replace('\nrace', '\nleak'), 'findings.tsv:3: `leak` has a row already'],
    [`${text}<<<<<<< ours\n`, 'findings.tsv:4: it is no rule'],
  ])('names the line that cannot be read', (broken, said) => {
    expect(() => parseTable('findings.tsv', broken)).toThrow(said);
  });
});

describe('kept lines', () => {
  it('are found by their hash', () => {
    const kept = new KeptTexts(join(scratch, 'golden'));
    const lines = ['a\tb', 'c'];
    expect(kept.find(figureOf(lines))).toBeUndefined();
    kept.keep(lines);
    expect(kept.find(figureOf(lines))).toEqual(lines);
    expect(kept.find(figureOf([]))).toEqual([]);
  });
});
