/** What fixes make of code: `fixtures/fixes/<rule>/<case>` beside `<case>.fixed`. `AUDITLINT_WRITE_FIXES=1` writes the latter. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RegisteredRule } from '../src/kit/index.ts';
import { importRule } from '../tools/generate/load-rules.ts';
import { findRuleFiles } from '../tools/generate/rule-files.ts';
import { projectRoot } from '../tools/project-root.ts';
import { judgeChanges } from './fix-fixtures/cpython.ts';
import { fixFixture } from './fix-fixtures/fix-fixture.ts';

const fixturesRoot = join(projectRoot, 'fixtures/fixes');

const ruleFiles = findRuleFiles(projectRoot);

const cases = readdirSync(fixturesRoot).flatMap((rule) =>
  readdirSync(join(fixturesRoot, rule))
    .filter((name) => !name.includes('.fixed'))
    .map((name) => ({ rule, name })),
);

describe('fixes', () => {
  it.each(cases.map((each) => [each.rule, each.name]))('%s %s', async (rule, name) => {
    const place = join(fixturesRoot, rule, name);
    const path = statSync(place).isDirectory() ? '' : `app/${name}`;
    const files = path === '' ? filesBelow(place) : new Map([[path, readFileSync(place)]]);
    const file = ruleFiles.find((each) => each.name === rule);
    const selected = await Promise.all(
      (file === undefined ? ['bare-except', 'time-based-id'] : [rule]).map(registered),
    );
    const { contents } = await fixFixture(files, selected);
    expect(contents.size, 'files that change').toBe(1);
    const [[changed, bytes] = ['', Buffer.from('')]] = contents;
    const fixed = fixedName(place, path === '' ? changed : '');
    if (process.env.AUDITLINT_WRITE_FIXES === '1' || !existsSync(fixed)) writeFileSync(fixed, bytes);
    expect(Buffer.from(bytes).toString()).toBe(readFileSync(fixed, 'utf8'));
    const [before = '', after = ''] = [files.get(changed), bytes].map((each) => Buffer.from(each ?? '').toString());
    if (changed.endsWith('.py')) expect(judgeChanges([{ path: changed, before, after }])).toEqual(['']);
  });
});

async function registered(name: string): Promise<RegisteredRule> {
  const file = ruleFiles.find((each) => each.name === name);
  if (file === undefined) throw new Error(`there is no rule ${name}`);
  return { category: file.category, name, rule: await importRule(file) };
}

/** `loads.fixed.py`; of a folder the one file that changes, beside it. */
function fixedName(place: string, changed: string): string {
  if (changed !== '') return `${place}.fixed.${basename(changed)}`;
  const dot = place.lastIndexOf('.');
  return `${place.slice(0, dot)}.fixed${place.slice(dot)}`;
}

function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}
