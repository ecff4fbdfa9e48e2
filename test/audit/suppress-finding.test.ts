/**
 * A comment that suppresses a finding makes no other and takes none away, whatever rule fires and wherever it stands. The suite asks a
 * part of the flagged fixtures; `npm run suppressions` asks all.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type SuppressionOutcome, suppressFinding } from '../../src/audit/index.ts';
import { type ScanReport, type ScanRequest, scan } from '../../src/engine/index.ts';
import { type Finding, keyOf } from '../../src/findings/index.ts';
import { type Fixture, listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { strictOptions } from '../../tools/strict-options.ts';

const SHARE = process.env.AUDITLINT_SUPPRESSIONS === 'all' ? 1 : 30;

/** Where no comment can stand, and the file is left as it is. */
const NO_PLACE = /^(?:a notebook keeps|JSON has no comments)/;

/** Lines of a block scalar, a here-document or a fence are text, in which `#` begins no comment of the file. */
const IN_A_TEXT = /^(?:a notebook keeps|JSON has no comments|a comment cannot be placed there)/;

const options = strictOptions(rules, '2026-11-20');

async function run(request: ScanRequest): Promise<ScanReport> {
  const outcome = await scan(request);
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

const named = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.rule} ${finding.location.path} ${keyOf(finding)}`).sort();

/** What is wrong with the suppression of the first finding of a rule in a fixture; `fine`, or `no place` where no comment could be written. */
async function judged(fixture: Fixture, rule: string): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-suppress-'));
  try {
    for (const [path, content] of fixture.files) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const request: ScanRequest = { root, paths: [], exclude: [], respectsGitIgnore: true, rules, options };
    const before = await run(request);
    const target = before.findings.find((finding) => finding.rule === rule);
    if (target === undefined) return 'the rule is silent';
    const { path, line } = target.location;
    const wish = { path, line, rule, reason: 'it is meant', until: undefined };
    const outcome: SuppressionOutcome = await suppressFinding(request, wish, run);
    const isPython = path.endsWith('.py');
    if (outcome.kind === 'impossible' && (isPython ? NO_PLACE : IN_A_TEXT).test(outcome.reason)) return 'no place';
    if (outcome.kind !== 'edit') return `${path}:${line} ${outcome.kind} ${'reason' in outcome ? outcome.reason : ''}`;
    const text = readFileSync(join(root, path), 'latin1');
    writeFileSync(join(root, path), outcome.bytes);
    const after = await run(request);
    const all = [...after.findings, ...after.suppressed.map(({ finding }) => finding)];
    expect(named(all)).toEqual(named(before.findings));
    expect(after.suppressed.map(({ finding }) => finding.rule)).toContain(rule);
    expect(outcome.bytes.toString('latin1').startsWith('#!')).toBe(text.startsWith('#!'));
    return 'fine';
  } finally {
    rmSync(root, { recursive: true });
  }
}

const flagged = findRuleFiles(projectRoot).flatMap(({ category, name }) => {
  const folder = join(projectRoot, 'fixtures/rules', category, name);
  const fixtures = listFixtures(folder).filter((each) => each.startsWith('flagged'));
  return fixtures.map((each) => ({ rule: name, place: join(folder, each), shown: `${name}/${each}` }));
});

it('a suppression changes nothing but its finding', async () => {
  const complaints: string[] = [];
  let suppressed = 0;
  for (const [index, { rule, place, shown }] of flagged.entries()) {
    if (index % SHARE !== 0) continue;
    const judgement = await judged(readFixture(place), rule).catch((error: Error) => error.message);
    if (judgement === 'fine') suppressed++;
    else if (judgement !== 'no place') complaints.push(`${shown}: ${judgement}`);
  }
  expect(complaints).toEqual([]);
  expect(suppressed).toBeGreaterThan((0.7 * flagged.length) / SHARE);
}, 1_200_000);
