import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../../tools/first-sight/arguments.ts';
import { collect } from '../../../tools/first-sight/collect.ts';
import { draw } from '../../../tools/first-sight/draw.ts';
import { projectRoot } from '../../../tools/project-root.ts';
import { repositoryOf, SmallProject } from './small-project.ts';

const orders = repositoryOf('https://github.com/ada/orders', 6);
afterAll(() => orders.remove());
let own: SmallProject;
beforeEach(async () => {
  own = new SmallProject();
  await draw(own.drawing([orders.root]), () => {});
  fill('ada+orders.tsv');
  fill('ada+orders.second.tsv');
  return () => own.remove();
});

const SHEET = 'sheets/ada+orders.tsv';
const VERDICTS = 'measurements/first-sight/round-1/verdicts.tsv';

/** Every row of a sheet, answered. */
function fill(name: string): void {
  const text = own.read(`sheets/${name}`).replaceAll('\t\t\t\t\t\n', '\tright\tP1\tglad\t\tit hides what failed\n');
  own.write(`sheets/${name}`, text);
}

function run(...args: readonly string[]): { status: number | null; output: string } {
  const command = ['--import', 'tsx', 'tools/measure.ts', 'precision', ...args, '--project', own.root];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: projectRoot, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** What collecting complains of. */
function refusal(folder = 'sheets', round = 1): string {
  try {
    collect(own.root, round, join(own.root, folder), () => {});
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'not refused';
}

describe('npm run measure -- precision collect', () => {
  it('takes what was read into the record, once, and prints how far two readers agree', () => {
    own.write(SHEET, own.read(SHEET).replaceAll('\n', '\r\n'));
    const { status, output } = run('collect', '--round', '1', join(own.root, 'sheets'));
    expect(output).toBe(
      'round 1: 6 findings read\nTwo reviewers read 1 findings: verdict 100 % the same, κ –; severity 100 % the same, κ –.\n',
    );
    expect(status).toBe(0);
    expect(own.read(VERDICTS)).toContain('r1-001\tpart0.py\t4\tright\tP1\tglad\t\tit hides what failed\n');
    expect(existsSync(join(own.root, 'measurements/first-sight/round-1/second.tsv'))).toBe(true);
    expect(refusal()).toContain('round 1 is collected already, and is not read again');
    expect(run('score').output).toMatch(/^Right +100 % \(6 of 6; 61–100 %\)$/m);
  });

  it.each([
    ['a missing verdict', '\tright\tP1', '\t\tP1', ':2: `verdict` is empty'],
    ['an unknown verdict', '\tright\t', '\tmaybe\t', ':2: the verdict `maybe` is none of right, wrong, debatable'],
    ['an unknown use', '\tglad\t', '\tfine\t', ':2: the use `fine` is none of glad, trivia, repeat, noise'],
    ['no severity for a right one', '\tP1\t', '\t-\t', ':2: `-` is the severity of wrong findings, and of no others'],
    ['a missing reason', 'it hides what failed', '', ':2: `why` is empty'],
    ['an unknown cause', '\tglad\t\t', '\tglad\tr1-099\t', ':2: the cause `r1-099` is not the id of another finding'],
    ['a line of another scan', 'part0.py\t4', 'part0.py\t5', ':2: `r1-001` was drawn at part0.py:4, not at part0.py:5'],
    ['an id that was not drawn', 'r1-001', 'r1-077', ':2: `r1-077` was not drawn for this sheet'],
    ['an id given twice', 'r1-002\tpart1', 'r1-001\tpart1', ':3: `r1-001` is listed twice'],
    ['a lost column', 'severity_due', 'severity', ':1: the column `severity_due` is missing'],
    ['a row cut short', '\tglad\t\tit', '\tglad\tit', ':2: 7 columns, the header has 8'],
  ])('refuses %s with one sentence, and leaves the sheet as it is', (_, from, to, said) => {
    const broken = own.read(SHEET).replace(from, to);
    own.write(SHEET, broken);
    expect(refusal()).toContain(`${join(own.root, SHEET)}${said}`);
    expect(refusal()).not.toContain('\n');
    expect(own.read(SHEET)).toBe(broken);
    expect(existsSync(join(own.root, VERDICTS))).toBe(false);
  });

  it('refuses a sheet that lacks a row, a folder that lacks a sheet, and a round that was not drawn', () => {
    own.write(SHEET, own.read(SHEET).replace(/^r1-003.*\n/m, ''));
    expect(refusal()).toContain('`r1-003` is missing');
    mkdirSync(join(own.root, 'empty'));
    expect(refusal('empty')).toContain('every sheet of the round');
    expect(refusal('empty', 9)).toContain('round 9 was not drawn');
  });

  it('ends with one sentence and exit code 2', () => {
    const broken = own.read(SHEET).replace('\tright\t', '\tmaybe\t');
    own.write(SHEET, broken);
    const { status, output } = run('collect', '--round', '1', join(own.root, 'sheets'));
    expect({ status, output }).toEqual({
      status: 2,
      output: `${join(own.root, SHEET)}:2: the verdict \`maybe\` is none of right, wrong, debatable\n`,
    });
    expect(own.read(SHEET)).toBe(broken);
  });
});

describe('npm run measure -- precision', () => {
  it.each([
    [['draw', '--seed', '1', '--round', '1'], '`draw` needs a folder'],
    [['draw', '.', '--round', '1'], '`draw` needs --seed'],
    [['collect', 'sheets'], 'one --round is needed'],
    [['recheck', '--round', 'x', '.'], '--round `x` is no number'],
    [['score', '--round', '1', '--write'], '--write needs every round'],
    [['judge'], 'unknown command `judge`'],
  ])('%j says how it is used', (args, said) => {
    expect(() => parseArguments(args, '2026-11-21')).toThrow(`${said}\nnpm run measure -- precision draw`);
  });

  it('scores nothing where nothing was collected', () => {
    expect(run('score')).toEqual({ status: 2, output: 'no round is collected yet\n' });
  });
});
