/** What GitHub accepts (docs.github.com, "SARIF results exceed one or more limits", and "SARIF support for code scanning"). */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { configurableRules } from '../../src/audit/index.ts';
import type { RelatedLocation } from '../../src/findings/index.ts';
import type { Report } from '../../src/reporters/index.ts';
import { formatSarif } from '../../src/reporters/sarif/report-sarif.ts';
import { finding, placeOf, reportOf, sampleReport } from './sample-report.ts';
import { schemaErrors } from './sarif-schema.ts';

const place = placeOf('src/orders/app.py', 'except');

function runOf(text: string) {
  const log: Log = JSON.parse(text);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return { results: run.results ?? [], rules: run.tool.driver.rules ?? [], invocation: run.invocations?.[0] };
}

/** Text that hardly compresses. */
function noise(seed: number, characters: number): string {
  const pieces: string[] = [];
  for (let i = 0; i * 86 < characters; i++) {
    pieces.push(createHash('sha512').update(`${seed}.${i}`).digest('base64url'));
  }
  return pieces.join('');
}

describe('10 MB, compressed', () => {
  const findings = Array.from({ length: 12_000 }, (_, i) =>
    finding('bare-except', place, {
      message: noise(i, 1200),
      severity: i % 4 === 3 ? 'P0' : 'P2',
      fingerprint: `${i}`,
    }),
  );

  it('hold as many of the worst as have room, in their order, and the log says how many have none', () => {
    let reported = 0;
    const text = formatSarif(reportOf(findings), { onLeftOut: (count) => (reported = count) });
    const bytes = gzipSync(text).length;
    expect(bytes).toBeLessThanOrEqual(10_000_000);
    expect(bytes).toBeGreaterThan(8_500_000);
    const { results, invocation } = runOf(text);
    expect(results.length + reported).toBe(12_000);
    expect(reported).toBeGreaterThan(0);
    const kept = results.map(({ partialFingerprints }) => Number(partialFingerprints?.['auditlint/v1']));
    expect(kept.filter((i) => i % 4 === 3)).toHaveLength(3000);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    // Of one severity the first ones.
    const less = kept.filter((i) => i % 4 !== 3);
    expect(less).toEqual(findings.flatMap((_, i) => (i % 4 === 3 ? [] : [i])).slice(0, less.length));
    expect(invocation?.toolExecutionNotifications?.[0]?.message.text).toBe(
      `The ${reported} least severe findings are omitted: GitHub accepts 25,000 results and 10 MB, compressed.`,
    );
  });
});

describe('25,000 results', () => {
  it('count suppressed ones too, which have what the others leave', () => {
    const [suppressed] = sampleReport.suppressed;
    if (suppressed === undefined) throw new Error('no suppressed finding');
    const report: Report = reportOf(
      Array.from({ length: 24_990 }, () => finding('bare-except', place, { message: 'a' })),
      { suppressed: Array.from({ length: 30 }, () => suppressed) },
    );
    let reported = 0;
    const text = formatSarif(report, { includesSuppressed: true, onLeftOut: (count) => (reported = count) });
    const { results } = runOf(text);
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(10);
    expect(reported).toBe(20);
  });
});

it('one result has 100 related places, all linked, and 1,000 steps', () => {
  const places = (count: number): RelatedLocation[] =>
    Array.from({ length: count }, (_, i) => ({ ...place, message: `place ${i}` }));
  const long = finding('bare-except', place, { message: 'a', related: places(150), flow: places(1200) });
  const text = formatSarif(reportOf([long]));
  expect(schemaErrors(JSON.parse(text))).toEqual([]);
  const [result] = runOf(text).results;
  expect(result?.relatedLocations).toHaveLength(100);
  expect(result?.message.text?.match(/\]\(\d+\)/g)).toHaveLength(100);
  expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1000);
});

it('notices take no room from results', () => {
  const notices = Array.from({ length: 2500 }, (_, i) => ({
    kind: 'binary' as const,
    path: `data/${i}.py`,
    message: 'binary',
  }));
  const reported = runOf(formatSarif(reportOf([], { notices }))).invocation?.toolExecutionNotifications ?? [];
  expect(reported).toHaveLength(1001);
  expect(reported.at(-1)?.message.text).toBe('1500 more notices are omitted.');
});

it('every rule is within the limits of its texts and tags', () => {
  const all = configurableRules(rules).map(({ name, category, docs }) => ({ name, category, docs }));
  const written = runOf(formatSarif(reportOf([], { rules: all }))).rules;
  expect(written.length).toBeGreaterThan(150);
  for (const { name, shortDescription, fullDescription, properties, help } of written) {
    expect(name?.length).toBeLessThanOrEqual(255);
    expect(shortDescription?.text.length).toBeLessThanOrEqual(1024);
    expect(fullDescription?.text.length).toBeLessThanOrEqual(1024);
    expect(properties?.tags?.length).toBeLessThanOrEqual(10);
    expect(help?.text).not.toBe('');
  }
});
