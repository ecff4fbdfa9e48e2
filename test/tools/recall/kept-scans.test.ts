import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KeptScans } from '../../../tools/recall/kept-scans.ts';

const project = mkdtempSync(join(tmpdir(), 'auditlint-kept-'));
afterAll(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const job = (...rules: readonly string[]) => ({
  repository: 'ada/shop',
  gitDirectory: '/shop',
  commits: ['a1'],
  rules,
});
const scanned = { commits: [] };
const kept = (): KeptScans => new KeptScans(project, join(project, 'cache'));

write('package-lock.json', '{}');
write('src/engine/scan.ts', 'scan();\n');
write('tools/recall/print.ts', 'print();\n');
write('rules/flow/leak.ts', 'leak();\n');
write('rules/flow/race.ts', 'race();\n');

describe('kept scans', () => {
  it('are found again by what was asked', () => {
    kept().keep(job('leak'), scanned);
    kept().keep(job('leak', 'race'), scanned);
    expect(kept().find(job('leak'))).toEqual(scanned);
    expect(kept().find(job('race'))).toBeUndefined();
    expect(kept().find({ ...job('leak'), commits: ['a2'] })).toBeUndefined();
    expect(kept().find({ ...job('leak'), repository: 'Ada/Shop' })).toEqual(scanned);
  });

  it('are asked again where one of their rules changed, or the tool, and not where only printing did', () => {
    write('tools/recall/print.ts', 'printNicely();\n');
    write('rules/flow/race.ts', 'raceTwice();\n');
    expect(kept().find(job('leak'))).toEqual(scanned);
    expect(kept().find(job('leak', 'race'))).toBeUndefined();
    write('src/engine/scan.ts', 'scanTwice();\n');
    expect(kept().find(job('leak'))).toBeUndefined();
  });
});
