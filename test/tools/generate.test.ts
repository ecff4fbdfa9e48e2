import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConfigurableRule } from '../../src/config/index.ts';
import { z } from '../../src/kit/index.ts';
import { generateConfigurationSchema } from '../../tools/generate/config-schema.ts';
import { doubtsOf } from '../../tools/generate/doubts.ts';
import { generateRegistry } from '../../tools/generate/registry.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { generateRulePage } from '../../tools/generate/rule-page.ts';
import { generateRuleTable } from '../../tools/generate/rule-table.ts';

const rule: ConfigurableRule = {
  category: 'memory',
  name: 'unbounded-list',
  docs: {
    summary: 'list that grows | never shrinks',
    why: 'Memory ends.',
    remedy: 'Bound it.',
    harm: 'leaks',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'TenSafe System Audit', finding: 'M-1' }],
    bad: 'a.append(1)\n',
    good: 'a = []\n',
    measured: { read: 10, right: 7, on: 'ten repositories' },
  },
  options: z.object({ names: z.array(z.string()).default(['log']).describe('Names that are meant to grow') }),
};

describe('the doubts of a rule file', () => {
  it('are those whose ids it writes, in the order of the table', () => {
    inFolder([], (root) => {
      const file = join(root, 'rule.ts');
      writeFileSync(file, "const a = { doubt: b ? 'type-from-name' : 'dynamic-binding' }; const c = 'no-doubt';");
      expect(doubtsOf(file)).toEqual(['dynamic-binding', 'type-from-name']);
    });
  });
});

describe('the registry', () => {
  it('works without any rule', () => {
    const text = generateRegistry('rules', [], new Map());
    expect(text).toContain('export const rules: readonly RegisteredRule[] = [\n];');
  });

  it('imports each rule once, by category and name', () => {
    const files = ['late-close', 'unbounded-list'].map((name) => ({
      category: 'memory',
      name,
      path: `rules/memory/${name}.ts`,
    }));
    const text = generateRegistry('rules', files, new Map());
    expect(text).toContain("import unboundedList from './memory/unbounded-list.ts';");
    expect(text).toMatch(/name: 'late-close', rule: lateClose \},\n {2}\{ category: 'memory', name: 'unbounded-list'/);
  });

  it('tells what readers said of a rule', () => {
    const firstSight = new Map([['unbounded-list', { read: 31, right: 18 }]]);
    const text = generateRegistry(
      'rules',
      [{ category: 'memory', name: 'unbounded-list', path: 'rules/memory/unbounded-list/index.ts' }],
      firstSight,
    );
    expect(text).toContain("name: 'unbounded-list', rule: unboundedList, firstSight: { read: 31, right: 18 } },");
  });

  it('refuses a name that is taken or not kebab-case', () => {
    inFolder(['rules/a/same-name.ts', 'rules/b/same-name.ts'], (root) =>
      expect(() => findRuleFiles(root)).toThrow('rule "same-name" exists twice'),
    );
    inFolder(['rules/a/BadName.ts'], (root) => expect(() => findRuleFiles(root)).toThrow('must be kebab-case'));
  });
});

describe('the table of all rules', () => {
  it('links each page', () => {
    expect(generateRuleTable([rule])).toContain(
      '\n## memory\n\n| Rule | Severity | Finds | Correct |\n|---|---|---|---|\n| [`unbounded-list`](unbounded-list.md) | P1 | list that grows \\| never shrinks | too few to measure |\n',
    );
  });
});

describe('a rule page', () => {
  it('shows options, measured precision and how to suppress', () => {
    const page = generateRulePage(rule, []);
    expect(page).toContain('| `names` | list of string | `["log"]` | Names that are meant to grow |');
    expect(page).toContain('## Precision\n\n[Not measured yet](../../measurements/precision.md).');
    expect(page).toContain('# auditlint: ignore[unbounded-list] the reason');
    expect(page).not.toContain('## Known limits');
  });

  it('states the severity of each kind', () => {
    const of = (docs: Partial<typeof rule.docs>) => generateRulePage({ ...rule, docs: { ...rule.docs, ...docs } }, []);
    expect(of({ severity: 'P2' })).toContain('## Severity\n\nP2.\n\n[One step lower]');
    const kinds = of({ severity: { 'of clients': 'P0', 'of a process': 'P2' } });
    expect(kinds).toContain('| of clients | P0 |\n| of a process | P2 |');
    expect(of({ harm: 'discloses' })).toContain('never below P1');
  });

  it('lists what lowers the confidence', () => {
    const page = generateRulePage(rule, ['drained-elsewhere']);
    expect(page).toContain('- *drained-elsewhere* (medium): Other code may remove entries');
  });
});

describe('the measured precision of a rule', () => {
  it.each([
    [{ read: 4, right: 4 }, 'too few to measure', ': 4 of 4 findings in previously unseen code were correct.'],
    [
      { read: 31, right: 18 },
      '18 of 31 (58 %)',
      ': 18 of 31 findings in previously unseen code were correct (58%, 95% confidence interval 41–74%).',
    ],
  ])('of %j stands in table and page', (firstSight, cell, sentence) => {
    expect(generateRuleTable([{ ...rule, firstSight }])).toContain(`| ${cell} |`);
    expect(generateRulePage({ ...rule, firstSight }, [])).toContain(sentence);
  });
});

describe('the configuration schema', () => {
  it("knows each rule's options and refuses others", () => {
    const schema = JSON.stringify(JSON.parse(generateConfigurationSchema([rule])));
    expect(schema).toContain('"unbounded-list"');
    expect(schema).toContain('Names that are meant to grow');
    expect(schema).toContain('"additionalProperties":false');
  });
});

function inFolder(files: readonly string[], use: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-generate-'));
  try {
    for (const file of files) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
