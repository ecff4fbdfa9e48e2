import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { parseArguments } from '../../src/dev/corpus/arguments.ts';
import { checkPlaces } from '../../src/dev/corpus/check-places.ts';
import { countFigures, percent, perHundredThousand } from '../../src/dev/corpus/figures.ts';
import { formatLabelFile, type Label, parseLabelFile } from '../../src/dev/corpus/labels.ts';
import { matchLabels } from '../../src/dev/corpus/match-labels.ts';
import { measuredPage } from '../../src/dev/corpus/measured-page.ts';
import { figuresTable } from '../../src/dev/corpus/print-figures.ts';
import { type ScannedFolder, scanFolder } from '../../src/dev/corpus/scan-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'auditlint-measure-'));
const handler = 'try:\n    load()\nexcept:\n    pass\n';
writeFileSync(join(root, 'orders.py'), `"""Ordérs."""\n${handler}${handler}`);
writeFileSync(
  join(root, 'notes.ipynb'),
  JSON.stringify({
    cells: ['# Orders', handler].map((source, i) => ({ cell_type: i === 0 ? 'markdown' : 'code', source })),
  }),
);
afterAll(() => rmSync(root, { recursive: true }));

const scanned: ScannedFolder = await scanFolder({ package: 'orders', version: '1.0', path: root }, rules, '2026-11-20');

function label(line: number, changed: Partial<Label> = {}): Label {
  const place = { package: 'orders', version: '1.0', path: 'orders.py', rule: 'bare-except', code: 'except:' } as const;
  return { ...place, line, verdict: 'right', why: 'it hides', profile: 'default', ...changed };
}

function bareExcept(labels: readonly Label[]) {
  const matches = matchLabels([scanned], labels);
  const today = labels.map((one) => ({ ...one, profile: matches.today.get(one) ?? one.profile }));
  const figures = countFigures(rules, [scanned], today, matches).find(({ rule }) => rule.name === 'bare-except');
  if (figures === undefined) throw new Error('no rule bare-except');
  return figures;
}

describe('a measured folder', () => {
  it('has every finding with the code of its line', () => {
    const found = scanned.findings.filter(({ finding }) => finding.rule === 'bare-except');
    expect(found.map(({ finding, code }) => `${finding.location.path}:${finding.location.line} ${code}`)).toEqual([
      'notes.ipynb:3 except:',
      'orders.py:4 except:',
      'orders.py:8 except:',
    ]);
    expect(checkPlaces(scanned)).toEqual([]);
  });

  it.each([
    ['a line past the end', { line: 90, endLine: 90 }, /no such lines$/],
    ['a column past the end', { endColumn: 900 }, /no such column$/],
    ['an end before its start', { column: 3, endColumn: 2 }, /ends before it begins$/],
    ['nothing', { column: 1, endColumn: 1, endLine: 4 }, /empty span$/],
  ])('says when a finding is at %s', (_, changed, problem) => {
    const read = scanned.findings.find(({ finding }) => finding.location.line === 4);
    if (read === undefined) throw new Error('no finding at line 4');
    const finding = { ...read.finding, location: { ...read.finding.location, ...changed } };
    const problems = checkPlaces({ ...scanned, findings: [{ ...read, finding }] });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });
});

describe('labels', () => {
  it('belong to the nearest finding on the same code, each once', () => {
    const moved = label(7, { verdict: 'wrong' });
    const { read, right, inDefault, unlabelled, lost, mended } = bareExcept([moved, label(20)]);
    expect({ read, right, inDefault, unlabelled, lost, mended }).toEqual({
      read: 2,
      right: 1,
      inDefault: 3,
      unlabelled: 1,
      lost: 0,
      mended: 0,
    });
  });

  it('whose finding is gone no longer count', () => {
    const gone = [label(4, { code: 'except Exception:' }), label(8, { path: 'gone.py', verdict: 'wrong' })];
    const { read, lost, mended } = bareExcept(gone);
    expect({ read, lost, mended }).toEqual({ read: 0, lost: 1, mended: 1 });
  });

  it('of packages that were not scanned count as they stand', () => {
    const elsewhere = [label(4, { package: 'shop' }), label(5, { package: 'shop', profile: 'strict' })];
    expect(bareExcept(elsewhere)).toMatchObject({ read: 1, right: 1, strict: { read: 1, right: 1 }, lost: 0 });
  });

  it('are written as they are read', () => {
    const labels = [label(4), label(8, { profile: 'silent', verdict: 'wrong' })];
    expect(parseLabelFile('bare-except.tsv', formatLabelFile(labels))).toMatchObject({ labels, problems: [] });
  });
});

describe('what is printed', () => {
  const figures = bareExcept([label(4)]);

  it('names each rule with its counts', () => {
    expect(percent({ read: 8, right: 7 })).toBe('88 %');
    expect(percent({ read: 0, right: 0 })).toBe('–');
    expect(perHundredThousand(3, 150_000)).toBe('2.0');
    const [, row] = figuresTable([figures], 1000).split('\n');
    expect(row).toMatch(/^bare-except +3 +3 +300\.0 +1 +1 +100 % \w+ +2 +0 +0/);
  });

  it('says how to do it again', () => {
    const page = measuredPage([figures], [scanned], 1000, '2026-11-20');
    expect(page).toContain('On 2026-11-20, in 1 repositories and packages: 2 Python files, 1000 lines.');
    expect(page).toContain('| [`bare-except`](rules/bare-except.md) |');
    expect(page).toContain('pip download --no-deps --only-binary :all: -d corpus/wheels orders==1.0');
    expect(page).toContain('npm run measure -- --write --date 2026-11-20 corpus/orders-1.0');
  });
});

describe('arguments', () => {
  it('are folders by their name or by one given', () => {
    const { folders } = parseArguments(['/corpus/scikit_learn-1.9.1', 'cpython-3.11=/usr/lib/python3.11']);
    expect(folders).toEqual([
      { package: 'scikit_learn', version: '1.9.1', path: '/corpus/scikit_learn-1.9.1' },
      { package: 'cpython', version: '3.11', path: '/usr/lib/python3.11' },
    ]);
  });

  it.each([[[]], [['nameless']], [['--write', 'orders-1.0']], [['--date', 'today', 'orders-1.0']]])(
    'refuse %j',
    (args) => {
      expect(() => parseArguments(args)).toThrow('npm run measure -- ');
    },
  );
});
