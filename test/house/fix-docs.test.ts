/** What is documented of fixes, and that `test/fixes.test.ts` has a case of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { ENGINE_RULES } from '../../src/engine/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

describe('docs of fixes', () => {
  const kinds = [...rules.map(({ name, rule }) => ({ name, docs: rule.docs })), ...ENGINE_RULES].flatMap(
    ({ name, docs }) => (docs.fixes ?? []).map((kind) => ({ name, ...kind })),
  );

  it.each(kinds)('$name: $title', ({ title, because }) => {
    expect(title, 'an imperative without a full stop').toMatch(/^[A-Z].*[^.]$/);
    expect(because, 'a clause').toMatch(/^[a-z`].*[^.]$/);
  });

  it('are of the rules that the page names, and each of them is tried here', () => {
    const named = [...readFileSync(join(projectRoot, 'docs/fixes.md'), 'utf8').matchAll(/\]\(rules\/([\w-]+)\.md\)/g)];
    const fixing = [...new Set(kinds.map(({ name }) => name))].sort();
    expect(named.map(([, name]) => name).sort()).toEqual(fixing);
    expect([...new Set(readdirSync(join(projectRoot, 'fixtures/fixes')))].sort()).toEqual(fixing);
  });
});
