import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { formatLabelFile, type Label } from '../../../tools/corpus/labels.ts';
import { measure } from '../../../tools/corpus/measure.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';

const scratch = mkdtempSync(join(tmpdir(), 'auditlint-measured-'));
const folder = { package: 'orders', version: '1.0', path: join(scratch, 'orders-1.0') };
const labelFile = join(scratch, 'measurements/corpus/labels/bare-except.tsv');
mkdirSync(folder.path);
for (const path of ['measurements/corpus/labels', 'docs']) mkdirSync(join(scratch, path), { recursive: true });
writeFileSync(join(folder.path, 'orders.py'), 'try:\n    load()\nexcept:\n    pass\n');
afterAll(() => rmSync(scratch, { recursive: true }));

const found: Label = {
  package: 'orders',
  version: '1.0',
  path: 'orders.py',
  line: 3,
  rule: 'bare-except',
  verdict: 'right',
  why: 'it hides',
  code: 'except:',
  profile: 'default',
};
let printed: string[] = [];
beforeEach(() => {
  printed = [];
});

function run(labels: readonly Label[], writes = false): Promise<boolean> {
  writeFileSync(labelFile, formatLabelFile(labels));
  const measuring = { project: scratch, folders: [folder], rules: ONLY_BARE_EXCEPT, writes, date: '2026-11-20' };
  return measure(measuring, (text) => printed.push(text));
}

describe('measuring', () => {
  it('is good while everything is as the labels say', async () => {
    expect(await run([found])).toBe(true);
    expect(printed.join('\n')).toContain('orders 1.0: 1 files, 4 lines, 1 findings, 0 skipped');
    expect(printed.join('\n')).toMatch(/^bare-except +1 +1 /m);
  });

  it('fails when a right finding goes away', async () => {
    expect(await run([found, { ...found, code: 'except BaseException:' }])).toBe(false);
    expect(printed).toContain('Right, and no longer found (fails): 1');
    expect(printed).toContain('  orders 1.0 orders.py:3 bare-except (default → silent)\n    except BaseException:');
  });

  it('fails when a wrong finding comes back', async () => {
    expect(await run([{ ...found, verdict: 'wrong', profile: 'silent' }])).toBe(false);
    expect(printed).toContain('Wrong, and found again or shown to more users (fails): 1');
  });

  it('does not speak of rules that were not run', async () => {
    writeFileSync(labelFile.replace('bare', 'blind'), formatLabelFile([{ ...found, rule: 'blind-except' }]));
    expect(await run([found])).toBe(true);
  });

  it('names labels of files that are not there', async () => {
    expect(await run([found, { ...found, path: 'generated.py' }])).toBe(true);
    expect(printed.join('\n')).toContain('  orders 1.0 generated.py:3 bare-except');
  });

  it('writes the page, and where each finding shows today', async () => {
    await run([found, { ...found, line: 9, code: 'except BaseException:' }], true);
    expect(readFileSync(labelFile, 'utf8')).toContain('except BaseException:\tsilent\n');
    expect(readFileSync(join(scratch, 'measurements/measured.md'), 'utf8')).toContain('1 Python files, 4 lines');
    expect(readFileSync(join(scratch, 'measurements/corpus/scanned.tsv'), 'utf8')).toContain('orders\t1.0\t1\t4\t0\n');
  });
});
