/** What the project half concluded holds until a file tells the project something else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CachedConclusions } from '../../src/cache/cached-conclusions.ts';
import { SealedEntries } from '../../src/cache/sealed-entries.ts';
import { readStoredReport, storeReport } from '../../src/cache/stored-report.ts';
import { partLines } from '../../src/cache/told-lines.ts';
import type { FileReport } from '../../src/engine/index.ts';
import type { Profile } from '../../src/findings/index.ts';
import { defineProjectRule, type RegisteredRule } from '../../src/kit/index.ts';
import { makeProject } from '../cli/run-cli.ts';
import { printCall, ruleDocs } from '../engine/rules.ts';
import { optionsFor, scanRepository } from '../engine/scan-repository.ts';

const APP = 'def run(n):\n    print(n)\n\n\nrun(1)\n';

describe('the conclusions of a project', () => {
  let checks = 0;
  let root = '';
  let conclusions: CachedConclusions;
  let entries: SealedEntries;

  /** Counts how often it is asked, and says how many functions there are and whether git ignores a file. */
  const counting: RegisteredRule = {
    name: 'counting',
    category: 'tests',
    rule: defineProjectRule({
      docs: ruleDocs(),
      check(project, ctx) {
        checks++;
        const functions = project.modules.flatMap((module) => module.functions).length;
        const ignored = project.tree.isGitIgnored('notes.txt');
        ctx.report({
          at: { path: 'app.py', line: 1, column: 1, endLine: 1, endColumn: 1 },
          message: `${functions} functions, ${ignored}`,
          key: 'app.py',
        });
      },
    }),
  };
  const rules = [printCall(), counting];
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);

  const conclusionsUnder = (ofFiles: Profile): CachedConclusions => {
    const options = optionsFor(rules, { counting: { profile: ofFiles } });
    return new CachedConclusions(entries, 'context', { project: optionsFor(rules), optionsFor: () => options });
  };

  /** How often the rule was asked by a scan that says the same as one that knows nothing. */
  async function checksOfScan(): Promise<number> {
    const cold = await scanRepository(root, rules);
    checks = 0;
    expect(await scanRepository(root, rules, { conclusions })).toEqual(cold);
    return checks;
  }

  beforeEach(async () => {
    root = makeProject({ 'app.py': APP, '.gitignore': '' });
    entries = new SealedEntries(Buffer.alloc(32, 1), undefined);
    conclusions = conclusionsUnder('default');
    expect(await checksOfScan()).toBe(1);
  });

  it.each<[string, string, string]>([
    ['nothing but a comment is new', 'app.py', `${APP}# It runs.\n`],
    ['a line moved', 'app.py', APP.replace('    print', '\n    print')],
    ['a finding is new, whose place the project has to grade', 'app.py', `${APP}print(2)\n`],
    ['a finding is gone', 'app.py', APP.replace('print', 'len')],
  ])('hold where %s', async (_, path, text) => {
    write(path, text);
    expect(await checksOfScan()).toBe(0);
    expect(await checksOfScan()).toBe(0);
  });

  it.each<[string, string, string]>([
    ['a function is new', 'app.py', `${APP}\ndef stop():\n    pass\n`],
    ['the first line moved, which findings about the file stand on', 'app.py', `\n${APP}`],
    ['there is another file', 'data.bin', ''],
    ['git ignores what it did not', '.gitignore', 'notes.txt\n'],
  ])('do not hold where %s', async (_, path, text) => {
    write(path, text);
    expect(await checksOfScan()).toBe(1);
    expect(await checksOfScan()).toBe(0);
  });

  it('do not hold where the options of a file are others', async () => {
    conclusions = conclusionsUnder('strict');
    expect(await checksOfScan()).toBe(1);
    conclusions = conclusionsUnder('default');
    expect(await checksOfScan()).toBe(0);
  });
});

describe('what the project is told apart from its lines', () => {
  const shapeOf = (told: unknown) => JSON.stringify(partLines(told).shape);
  const fact = { place: ['@', 7, 3, 9, 5], runs: { lines: [[4, 6]] }, given: [7, 3, 9, 5] };

  it.each<[string, unknown, boolean]>([
    ['all lines moved', { ...fact, place: ['@', 12, 3, 13, 5], runs: { lines: [[2, 3]] } }, true],
    ['one comes before another', { ...fact, runs: { lines: [[4, 8]] } }, false],
    ['two fell together', { ...fact, place: ['@', 7, 3, 7, 5] }, false],
    ['a column is another', { ...fact, place: ['@', 7, 3, 9, 6] }, false],
    ['a number that is no line is another', { ...fact, given: [8, 3, 9, 5] }, false],
  ])('where %s', (_, other, isSame) => {
    expect(shapeOf(other) === shapeOf(fact)).toBe(isSame);
  });
});

describe('a stored report', () => {
  const report = {
    path: 'app.py',
    findings: [],
    facts: { rule: ['a\n', '0'] },
    rulesRun: [],
    summary: { module: 'app' },
  } as unknown as FileReport;

  it('is read as it was, in the same order, whichever part is asked for first', () => {
    const { own, name, told } = storeReport(report);
    const parts = new Map([[name, told]]);
    const read = () => readStoredReport(own, (asked) => parts.get(asked) ?? Buffer.alloc(0));
    expect(JSON.stringify(read())).toBe(JSON.stringify(report));
    expect(read().summary).toEqual(report.summary);
    expect({ ...read() }).toEqual(report);
  });
});
