import { expect, it } from 'vitest';
import type { ScanReport } from '../../src/engine/index.ts';
import type { Finding } from '../../src/findings/index.ts';
import { Conclusions } from '../../src/replay/conclusions.ts';

const findingOf = (message: string): Finding =>
  // Of a finding nothing else is asked here.
  ({ message, location: { path: 'README.md', line: 3 }, related: [], flow: [] }) as unknown as Finding;
const FINDINGS = [findingOf('`ops/alerts.yml` does not exist'), findingOf('`alerts` is never read')];

it.each([
  ['ops/alerts.yml', 1],
  ['alerts.yml', 1],
  ['./deploy/ops/alerts.yml', 1],
  ['other/alerts.yml', 0],
  ['alerts', 0],
])('of a path that is not there, %s, gives the findings that name it', (path, count) => {
  const report = { findings: FINDINGS, suppressed: [], notices: [] } as unknown as ScanReport;
  const conclusions = new Conclusions(report, { proofs: [], answers: [], looksAt: () => undefined }, []);
  expect(conclusions.naming([path])).toHaveLength(count);
});
