import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../tools/project-root.ts';

describe('action.yml', () => {
  const metadata = parse(readFileSync(join(projectRoot, 'src/action/action.yml'), 'utf8'));

  it('has the inputs and outputs that the page describes, with their defaults', () => {
    const page = readFileSync(join(projectRoot, 'docs/github-action.md'), 'utf8');
    const section = (title: string) => page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
    const rows = [...section('Inputs').matchAll(/^\| `([\w-]+)` \| (?:`?([\w.]+)`? )?\|/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    const reported = Object.fromEntries(rows);
    expect(Object.keys(reported).sort()).toEqual(Object.keys(metadata.inputs).sort());
    for (const [name, input] of Object.entries<{ default: string }>(metadata.inputs)) {
      if (name !== 'fail-on') expect([name, reported[name] ?? '']).toEqual([name, input.default]);
    }
    const outputs = [...section('Outputs').matchAll(/^\| (.*?) \|/gm)].flatMap(
      ([row]) => row.match(/(?<=`)[\w-]+(?=`)/g) ?? [],
    );
    expect(outputs.sort()).toEqual(Object.keys(metadata.outputs).sort());
  });

  it('uses other actions by commit, and puts no expression into a script', () => {
    for (const { uses, run: script } of metadata.runs.steps) {
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
      expect(script ?? '').not.toContain('${{');
    }
  });
});
