/** One small service with every mistake that attackers look for first: each is found, in its place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExample } from '../src/testing/fixtures/fixture.ts';
import { scanFixture } from '../src/testing/fixtures/scan-fixture.ts';
import { importRule } from '../tools/generate/load-rules.ts';
import { findRuleFiles } from '../tools/generate/rule-files.ts';
import { projectRoot } from '../tools/project-root.ts';

const code = readFileSync(join(projectRoot, 'fixtures/small-service/diagnostics.py'), 'utf8');
const ruleFiles = findRuleFiles(projectRoot);

describe('a service of 27 lines', () => {
  it('has 27 lines', () => {
    expect(code.trimEnd().split('\n')).toHaveLength(27);
  });

  it.each([
    ['shell-injection', 11, 'P0'],
    ['request-without-timeout', 16, 'P1'],
    ['server-side-request', 16, 'P1'],
    ['tls-verification-off', 16, 'P1'],
    ['template-injection', 17, 'P0'],
    ['path-from-client', 22, 'P0'],
    ['unbound-name', 23, undefined],
    ['debug-server', 27, 'P0'],
  ])('has `%s` on line %i', async (name, line, severity) => {
    const file = ruleFiles.find((each) => each.name === name);
    expect(file, 'the rule exists').toBeDefined();
    if (file === undefined) return;
    const rule = await importRule(file);
    const { findings } = await scanFixture(
      { ...readExample(code), profile: 'default' },
      { category: file.category, name, rule },
    );
    expect(findings.map((finding) => finding.location.line)).toContain(line);
    if (severity !== undefined) expect(findings[0]?.grading.base).toBe(severity);
  });
});
