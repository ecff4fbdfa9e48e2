import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { digestOfTool } from '../../../tools/measure/tool-digest.ts';

const project = mkdtempSync(join(tmpdir(), 'auditlint-digest-'));
afterAll(() => rmSync(project, { recursive: true }));

function digestWith(path: string, text: string): string {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return digestOfTool(project);
}

it('scans are asked again where the tool or a rule changed, and not where only printing did', () => {
  for (const path of ['package-lock.json', 'src/engine/scan.ts', 'rules/flow/leak.ts', 'tools/measure/scan-subject.ts'])
    mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, 'package-lock.json'), '{}');
  const before = digestWith('tools/measure/print-measured.ts', 'print();\n');
  expect(digestWith('tools/measure/print-measured.ts', 'printNicely();\n')).toBe(before);
  const after = [
    digestWith('src/engine/scan.ts', 'scan();\n'),
    digestWith('rules/flow/leak.ts', 'leak();\n'),
    digestWith('tools/measure/scan-subject.ts', 'scanTwice();\n'),
  ];
  expect(new Set([before, ...after]).size).toBe(4);
});
