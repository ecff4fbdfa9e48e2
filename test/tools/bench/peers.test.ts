import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { growTree } from '../../../tools/bench/grown-tree.ts';
import type { Comparison } from '../../../tools/bench/peers.ts';
import { peersPage } from '../../../tools/bench/peers-page.ts';
import { peersPlot } from '../../../tools/bench/peers-plot.ts';
import { timedRun } from '../../../tools/bench/timed-run.ts';
import { makeProject } from '../../cli/run-cli.ts';

describe('repositories copied together', () => {
  const repository = makeProject({
    'a.py': 'x\n'.repeat(30),
    'b/c.py': 'x\n'.repeat(20),
    '.venv/d.py': 'x\n',
    'e.bin': '',
  });

  it('reach the lines that are wanted, over and over, without what is not theirs', () => {
    const place = makeProject();
    expect(growTree([repository], place, 120)).toBe(130);
    expect(growTree([repository], join(place, 'once'), Number.POSITIVE_INFINITY)).toBe(50);
  });
});

describe('a program', () => {
  const cwd = makeProject();

  it('is told with its time and its memory', () => {
    const run = timedRun(process.execPath, ['-e', 'Buffer.alloc(2e8, 1)'], cwd);
    expect(run.peakMegabytes).toBeGreaterThan(200);
    expect(run.seconds).toBeGreaterThan(0);
    expect(run.isCut).toBeUndefined();
  });

  it('that ends as it should not is an error, and one without end is ended', () => {
    expect(() => timedRun(process.execPath, ['-e', 'process.exit(7)'], cwd)).toThrow('ended with 7');
    expect(timedRun(process.execPath, ['-e', 'setInterval(() => 0, 9)'], cwd, { limitSeconds: 1 }).isCut).toBe(true);
  });
});

describe('a comparison', () => {
  const run = (seconds: number) => ({ seconds, cpuSeconds: seconds, peakMegabytes: 10 * seconds });
  const comparison: Comparison = {
    repository: 'a&b',
    lines: 1000,
    machine: 'one',
    date: '2026-11-22',
    rounds: 1,
    compared: [
      { name: 'parsing alone', what: '', run: run(2) },
      { name: 'auditlint, one core', what: '', run: run(5) },
      { name: 'slow', what: '', run: { ...run(240), isCut: true } },
    ],
    grown: [
      { lines: 1000, parse: run(2), scan: run(4) },
      { lines: 10_000, parse: run(20), scan: run(44) },
    ],
  };

  it('is told in ratios', () => {
    const page = peersPage(comparison);
    expect(page).toContain('| 5.0 s | 2.50 | 2.50 | 50 MB |');
    expect(page).toContain('| more than 240.0 s | more than 120.00 |');
    expect(page).toContain('| 2.20 | 4400.0 ms of processor | 1.10 | 440 MB |');
  });

  it('is drawn, the longest bar with the largest value', () => {
    const plot = peersPlot(comparison);
    expect(plot).toContain('a&amp;b');
    const widths = [...plot.matchAll(/<rect x="\d+" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(5);
    expect(Math.max(...widths.slice(0, 3))).toBe(widths[2]);
    expect(widths[4]).toBeGreaterThan(5 * (widths[3] ?? 0));
  });
});
