/** One cause is one finding, once what is known or accepted has been left out: each place is known by itself. */
import { describe, expect, it } from 'vitest';
import { leaveOutKnown, reportedOnce } from '../../src/audit/index.ts';
import type { ScanReport } from '../../src/engine/index.ts';
import { baselineEntries, matchKnown } from '../../src/findings/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { keyInCode } from '../engine/rules.ts';
import { scanRepository } from '../engine/scan-repository.ts';

const KEY = 'x = "key-1"\n';

const reported = (report: ScanReport) =>
  reportedOnce(report).findings.map(({ location, places = [] }) =>
    [location, ...places.map((place) => place.location)].map(({ path, line }) => `${path}:${line}`).join(' + '),
  );

const scanFiles = (files: Readonly<Record<string, string>>) => scanRepository(makeRepository(files), [keyInCode]);

describe('a report tells a cause once', () => {
  it('and counts it once', async () => {
    const report = await scanFiles({ 'a.py': KEY, 'b.py': `${KEY}${KEY}`, 'c.py': 'y = "key-2"\n' });
    expect(reported(report)).toEqual(['a.py:1 + b.py:1 + b.py:2', 'c.py:1']);
    const { statistics } = reportedOnce(report);
    expect(statistics.findingsBySeverity.P0).toBe(2);
    expect(statistics.findingsByRule).toEqual({ 'key-in-code': 2 });
    expect({ ...statistics, findingsByRule: {}, findingsBySeverity: {} }).toEqual({
      ...report.statistics,
      findingsByRule: {},
      findingsBySeverity: {},
    });
  });

  it('and is the same report where each stands alone', async () => {
    const report = await scanFiles({ 'a.py': KEY, 'b.py': 'y = "key-2"\n' });
    expect(reportedOnce(report)).toBe(report);
    expect(reportedOnce(reportedOnce(await scanFiles({ 'a.py': `${KEY}${KEY}` }))).findings).toHaveLength(1);
  });
});

describe('a suppression', () => {
  it('takes out its own place only', async () => {
    const accepted = 'x = "key-1"  # auditlint: ignore[key-in-code] of the sandbox\n';
    const report = await scanFiles({ 'a.py': accepted, 'b.py': KEY, 'c.py': KEY });
    expect(reported(report)).toEqual(['b.py:1 + c.py:1']);
    expect(report.suppressed.map(({ finding }) => finding.location.path)).toEqual(['a.py']);
  });
});

describe('what is known', () => {
  const FILES = { 'a.py': KEY, 'b.py': KEY };

  it('is known by place, so that a new place of a known cause is new', async () => {
    const known = baselineEntries((await scanFiles(FILES)).findings);
    expect(matchKnown((await scanFiles(FILES)).findings, known).fresh).toEqual([]);
    const grown = await scanFiles({ ...FILES, 'c.py': KEY, 'd.py': KEY });
    const left = leaveOutKnown(grown, matchKnown(grown.findings, known).known);
    expect(reported(left)).toEqual(['c.py:1 + d.py:1']);
    expect(reportedOnce(left).known.map(({ location }) => location.path)).toEqual(['a.py', 'b.py']);
  });
});
