import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlaces } from '../../../tools/corpus/check-places.ts';
import { countFigures, percent, perHundredThousand } from '../../../tools/corpus/figures.ts';
import { findLabelChanges } from '../../../tools/corpus/label-changes.ts';
import { formatLabelFile, type Label, parseLabelFile } from '../../../tools/corpus/labels.ts';
import { matchLabels } from '../../../tools/corpus/match-labels.ts';
import { regressionPart, scannedTable } from '../../../tools/corpus/measured-page.ts';
import { figuresTable, groupsTable, labelChangeLines, targetsTable } from '../../../tools/corpus/print-figures.ts';
import { type ScannedFolder, scanFolder } from '../../../tools/corpus/scan-folder.ts';
import { findTargets, groupFigures } from '../../../tools/corpus/targets.ts';
import { onlyBareExcept } from '../bare-except.ts';

/** PeerFinding by default where nothing starts the code; in the notebook in the strict profile. */
const RULES = onlyBareExcept({ harm: 'breaks', severity: 'P1' });

const root = mkdtempSync(join(tmpdir(), 'auditlint-measure-'));
const handler = 'try:\n    load()\nexcept:\n    pass\n';
/** Someone may run it: what nothing starts is for the strict profile. */
const main = 'if __name__ == "__main__":\n    store()\n';
writeFileSync(join(root, 'orders.py'), `"""Ordérs."""\n${handler}${handler}${main}`);
writeFileSync(
  join(root, 'notes.ipynb'),
  JSON.stringify({
    cells: ['# Orders', handler].map((source, i) => ({ cell_type: i === 0 ? 'markdown' : 'code', source })),
  }),
);
afterAll(() => rmSync(root, { recursive: true }));

const scanned: ScannedFolder = await scanFolder({ package: 'orders', version: '1.0', path: root }, RULES, '2026-11-20');

function label(line: number, changed: Partial<Label> = {}): Label {
  const place = { package: 'orders', version: '1.0', path: 'orders.py', rule: 'bare-except', code: 'except:' } as const;
  return { ...place, line, verdict: 'right', why: 'it hides', profile: 'default', ...changed };
}

function bareExcept(labels: readonly Label[]) {
  const matches = matchLabels([scanned], labels);
  const today = labels.map((one) => ({ ...one, profile: matches.today.get(one) ?? one.profile }));
  const figures = countFigures(RULES, [scanned], today, matches)[0];
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

describe('a file that holds nothing', () => {
  it('has findings without extent', () => {
    writeFileSync(join(root, 'empty.py'), '');
    const [read] = scanned.findings;
    if (read === undefined) throw new Error('nothing was found');
    const location = { path: 'empty.py', line: 1, column: 1, endLine: 1, endColumn: 1 };
    expect(checkPlaces({ ...scanned, findings: [{ ...read, finding: { ...read.finding, location } }] })).toEqual([]);
  });
});

describe('labels', () => {
  it('belong to the nearest finding on the same code, each once', () => {
    const moved = label(7, { verdict: 'wrong' });
    const { read, right, inDefault, unlabelled, lost, fixed } = bareExcept([moved, label(20)]);
    expect({ read, right, inDefault, unlabelled, lost, fixed }).toEqual({
      read: 2,
      right: 1,
      inDefault: 2,
      unlabelled: 1,
      lost: 0,
      fixed: 0,
    });
  });

  it('whose finding is gone no longer count', () => {
    const gone = [label(4, { code: 'except Exception:' }), label(8, { code: 'except OSError:', verdict: 'wrong' })];
    const { read, lost, fixed } = bareExcept(gone);
    expect({ read, lost, fixed }).toEqual({ read: 0, lost: 1, fixed: 1 });
  });

  it('of packages that were not scanned count as they stand', () => {
    const elsewhere = [label(4, { package: 'shop' }), label(5, { package: 'shop', profile: 'strict' })];
    expect(bareExcept(elsewhere)).toMatchObject({ read: 1, right: 1, strict: { read: 1, right: 1 }, lost: 0 });
  });

  it('fit a file that stands in more or fewer folders', () => {
    const matches = matchLabels([scanned], [label(4, { path: 'src/shop/orders.py' }), label(8, { package: 'Orders' })]);
    expect([...matches.today.values()]).toEqual(['default', 'default']);
  });

  it('of a file that the folder does not hold are neither found nor lost', () => {
    const gone = label(4, { path: 'generated.py' });
    const { today, absent } = matchLabels([scanned], [gone, label(4, { path: 'ders.py' })]);
    expect(today.size).toBe(0);
    expect(absent).toHaveLength(2);
  });

  it.each([
    ['right', 'default', 'silent', 'lost'],
    ['right', 'strict', 'silent', 'lost'],
    ['right', 'default', 'strict', 'demoted'],
    ['right', 'silent', 'default', 'gained'],
    ['wrong', 'silent', 'strict', 'back'],
    ['wrong', 'strict', 'default', 'back'],
    ['wrong', 'default', 'silent', 'fixed'],
    ['right', 'strict', 'strict', undefined],
  ] as const)('that were %s in %s and are %s today are %s', (verdict, profile, today, kind) => {
    const one = label(4, { verdict, profile });
    const changes = findLabelChanges({ today: new Map([[one, today]]), absent: [], unlabelled: [] });
    expect(changes.map((change) => change.kind)).toEqual(kind === undefined ? [] : [kind]);
    const lines = labelChangeLines(changes).join('\n');
    expect(lines.includes('(fails)')).toBe(kind === 'lost' || kind === 'back');
    if (kind !== undefined)
      expect(lines).toContain(`orders 1.0 orders.py:4 bare-except (${profile} → ${today})\n    except:`);
  });

  it('are written as they are read', () => {
    const labels = [label(4), label(8, { profile: 'silent', verdict: 'wrong' })];
    expect(parseLabelFile('bare-except.tsv', formatLabelFile(labels))).toMatchObject({ labels, problems: [] });
  });
});

describe('what must be reached', () => {
  const figures = bareExcept([label(4), label(8, { verdict: 'wrong' })]);

  it('is held against the figures of all rules together', () => {
    const [rate, precision, grave] = findTargets([figures], 4000);
    expect(rate).toMatchObject({ measured: '0.50', isMet: true });
    expect(precision).toMatchObject({ measured: '50.0 % (1 of 2)', isMet: false });
    expect(grave).toMatchObject({ isMet: false });
    expect(findTargets([figures], 3900)[0]).toMatchObject({ measured: '0.51', isMet: false });
  });

  it('counts labels of the default profile only', () => {
    const [, precision] = findTargets([bareExcept([label(4, { package: 'shop', profile: 'strict' })])], 1000);
    expect(precision).toMatchObject({ measured: 'nothing read', isMet: false });
  });

  it('is printed by category and overall', () => {
    expect(
      groupsTable(groupFigures([figures]), 6000)
        .split('\n')
        .slice(1),
    ).toEqual([
      expect.stringMatching(/^errors +2 +3 +0\.333 +2 +50 %$/),
      expect.stringMatching(/^overall +2 +3 +0\.333 +2 +50 %$/),
    ]);
    expect(targetsTable(findTargets([figures], 4000))).toMatch(/ met\n.* MISSED\n.* MISSED$/);
  });
});

describe('what is printed', () => {
  const figures = bareExcept([label(4)]);

  it('names each rule with its counts', () => {
    expect(percent({ read: 8, right: 7 })).toBe('88 %');
    expect(percent({ read: 0, right: 0 })).toBe('–');
    expect(perHundredThousand(3, 150_000)).toBe('2.0');
    const [, row] = figuresTable([figures], 1000).split('\n');
    expect(row).toMatch(/^bare-except +2 +3 +200\.0 +300\.0 +1 +1 +100 % \w+ +2 +0 +0/);
  });

  it('says how much was scanned, and how much of what was labelled is right', () => {
    const page = regressionPart([figures], [scanned], 1000, '2026-11-20');
    expect(page).toContain(
      'On 2026-11-20: 1 repositories and packages, 2 Python files, 1000 lines; 1 of 1 labelled findings are correct.',
    );
    expect(scannedTable([{ ...scanned, package: 'acme+shop', version: '6275144614' }])).toMatch(
      /^name\tversion\tfiles\tlines\tnot_parsed\nacme\+shop\t6275144614\t2\t\d+\t\d+\n$/,
    );
  });
});
