import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DEFAULT_LIMITS, type FileOptions, type ScanReport, scan } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import type { Fixture } from './fixture.ts';

/** Scans a fixture with one rule, as a repository of its own outside this one. */
export async function scanFixture(fixture: Fixture, registered: RegisteredRule): Promise<ScanReport> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-fixture-'));
  try {
    for (const [path, content] of fixture.files) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    if (fixture.profile === 'strict') return await scanFolder(root, registered, fixture);
    // A fixture is about what the rule says of a finding: not about how the rule was read, nor, as the severity is set, whether
    // who reaches the place makes it minor.
    const { rule } = registered;
    const shown = { ...registered, rule: { ...rule, docs: { ...rule.docs, profile: 'default' as const } } };
    const report = await scanFolder(root, shown, fixture);
    return { ...report, findings: report.findings.filter(({ profile }) => profile === 'default') };
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function scanFolder(root: string, registered: RegisteredRule, fixture: Fixture): Promise<ScanReport> {
  const only = optionsForOnly(registered, fixture);
  const faults: unknown[] = [];
  const outcome = await scan({
    root,
    paths: [],
    exclude: [],
    respectsGitIgnore: true,
    rules: [registered],
    options: { optionsFor: () => only, project: only, today: '2026-11-20', limits: DEFAULT_LIMITS },
    onFault: ({ error }) => faults.push(error),
  });
  // Thrown as it came, so that its stack points into the rule.
  for (const fault of faults) throw fault;
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

function optionsForOnly({ name, rule }: RegisteredRule, { options }: Fixture): FileOptions {
  return {
    rules: new Map([
      [name, { profile: 'strict', severity: 'P0', options: rule.options?.strict().parse(options) ?? {} }],
    ]),
  };
}
