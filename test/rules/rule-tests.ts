/** Drives the rules of a category from their fixtures, scanned in memory. `npx vitest run test/rules -t <rule-name>` runs those of one. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '../../src/engine/index.ts';
import { kindsOf } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { type Fixture, listFixtures, readExample, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { findMismatches } from '../../src/testing/fixtures/mismatches.ts';
import { scanFixture } from '../../src/testing/fixtures/scan-fixture.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles, type RuleFile } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';

const fixturesRoot = join(projectRoot, 'fixtures/rules');

/** Declares the tests of every rule below `rules/<category>`. */
export function testRulesOf(category: string): void {
  const ruleFiles = findRuleFiles(projectRoot).filter((file) => file.category === category);

  for (const file of ruleFiles) describe(file.name, () => testRule(file));
}

function testRule(file: RuleFile): void {
  const folder = join(fixturesRoot, file.category, file.name);
  const names = listFixtures(folder);
  const kindsFound = new Set<string | undefined>();

  it('has three flagged shapes and two clean fixtures', () => {
    const flagged = names.filter((name) => name.startsWith('flagged'));
    const marks = flagged.flatMap((name) => readFixture(join(folder, name)).expected).length;
    expect(Math.max(flagged.length, marks), 'flagged fixtures or marks').toBeGreaterThanOrEqual(3);
    expect(names.length - flagged.length, 'clean fixtures').toBeGreaterThanOrEqual(2);
  });

  it.each(names)('%s', async (name) => {
    const fixture = readFixture(join(folder, name));
    expect(name.startsWith('flagged'), 'marks stand in flagged fixtures, and only there').toBe(
      fixture.expected.length > 0,
    );
    const { findings, notices } = await scanFixture(fixture, await register(file));
    expect(notices.filter((each) => !isIgnoredOption(each, file))).toEqual([]);
    expect(findMismatches(fixture, findings)).toEqual([]);
    for (const { grading } of findings) kindsFound.add(grading.kind);
  });

  // Behind those of the fixtures: with `-t` for one of them there is nothing to ask.
  it('has a fixture for each kind that its documentation states', async ({ skip }) => {
    if (kindsFound.size === 0) skip();
    const { docs } = await importRule(file);
    expect(kindsOf(docs).flatMap(({ kind }) => (kindsFound.has(kind) ? [] : kind))).toEqual([]);
  });

  it('fires once on its bad example and never on its good one', async () => {
    const registered = await register(file);
    const bad = await scanExample(registered.rule.docs.bad, registered);
    const good = await scanExample(registered.rule.docs.good, registered);
    expect([...bad.notices, ...good.notices].filter((each) => !isIgnoredOption(each, file))).toEqual([]);
    expect(bad.findings.map((finding) => finding.rule)).toEqual([file.name]);
    expect(good.findings).toEqual([]);
  });

  it('can be suppressed by a comment, and keeps its fingerprint below that line', async () => {
    const registered = await register(file);
    const fixture = readExample(registered.rule.docs.bad);
    const before = await scanFixture(fixture, registered);
    const report = await scanFixture(suppressEverywhere(fixture, file.name), registered);
    expect(report.findings).toEqual([]);
    expect(report.suppressed.map(({ finding }) => finding.rule)).toEqual([file.name]);
    expect(report.suppressed.map(({ finding }) => finding.fingerprint)).toEqual(
      before.findings.map(({ fingerprint }) => fingerprint),
    );
  });
}

/** What cannot be parsed is what one rule is about; what git ignores and keeps all the same, others look at. */
const isIgnoredOption = ({ kind }: ScanReport['notices'][number], { name }: RuleFile): boolean =>
  kind === 'left-out' || kind === 'unread-code' || (kind === 'partly-parsed' && name === 'unparsable-module');

async function register(file: RuleFile): Promise<RegisteredRule> {
  return { category: file.category, name: file.name, rule: await importRule(file) };
}

function scanExample(code: string, registered: RegisteredRule): Promise<ScanReport> {
  return scanFixture(readExample(code), registered);
}

function suppressEverywhere(fixture: Fixture, rule: string): Fixture {
  const directive = `auditlint: ignore-file[${rule}] accepted in this test`;
  const suppressed = ([path, content]: [string, string | Uint8Array]): [string, string] => [
    path,
    path.endsWith('.json')
      ? String(content)
      : `${path.endsWith('.md') ? `<!-- ${directive} -->` : `# ${directive}`}\n${content}`,
  ];
  return { ...fixture, files: new Map([...fixture.files].map(suppressed)) };
}
