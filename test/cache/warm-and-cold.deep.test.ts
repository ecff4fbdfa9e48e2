/** Whatever happens to a repository and to its cache between two scans, a warm answer is the cold one, byte for byte. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';
import { begin, cacheFiles, step } from './history.ts';

/** `npm run cache-parity` does more. */
const STEPS = 16;

const COMMANDS = [
  ['--format', 'json'],
  ['--format', 'json'],
  ['--format', 'json', '--profile', 'strict', '--fail-on', 'P3'],
  ['--format', 'sarif', '--select', 'call-signature-mismatch,security'],
  ['--format', 'json', 'orders'],
  ['--format', 'json', '--no-ignore', 'app.py', 'orders'],
  ['--format', 'json', '--staged'],
  ['--format', 'json', '--diff', 'HEAD', '--profile', 'strict'],
  ['--exclude', 'tests'],
];

const requested = fc.record({
  steps: fc.array(step, { minLength: 0, maxLength: 3 }),
  command: fc.constantFrom(...COMMANDS),
  today: fc.constantFrom('2026-11-20', '2026-11-20', '2026-11-23'),
  /** Whether what was written is taken for old enough to be distinguished by its times. */
  isLater: fc.boolean(),
  damage: fc.option(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 })), { freq: 4 }),
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a warm answer', () => {
  it('is the cold one over a history of edits, renames, deletions, configurations, branches and damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(requested, { minLength: STEPS, maxLength: STEPS, size: 'max' }), async (history) => {
        const cwd = makeProject();
        begin(cwd);
        const done: string[] = [];
        for (const { steps, command, today, isLater, damage } of history) {
          for (const [name, act] of steps) {
            act(cwd);
            done.push(name);
          }
          if (damage !== null) spoil(join(cwd, '.auditlint_cache'), damage);
          const now = vi.spyOn(Date, 'now');
          const minute = Date.now() + 60_000;
          if (isLater) now.mockImplementation(() => minute);
          const warm = await runCli(command, { cwd, today, env: WITH_CACHE });
          const again = await runCli(command, { cwd, today, env: WITH_CACHE });
          now.mockRestore();
          const cold = await runCli([...command, '--no-cache'], { cwd, today });
          const what = `${done.join(', ')}: ${command.join(' ')} (${today}${isLater ? ', later' : ''})`;
          expect({ what, ...warm }).toEqual({ what, ...cold });
          expect({ what, ...again }).toEqual({ what, ...cold });
        }
      }),
      { numRuns: 1 },
    );
  });

  it('is the cold one when any byte of the cache was changed, or its end is missing', async () => {
    const cwd = makeProject();
    begin(cwd);
    const cold = await runCli(['--format', 'json', '--no-cache'], { cwd });
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), async (...damage) => {
        await runCli(['--quiet'], { cwd, env: WITH_CACHE });
        expect(spoil(join(cwd, '.auditlint_cache'), damage)).toBe(true);
        expect(await runCli(['--format', 'json'], { cwd, env: WITH_CACHE })).toEqual(cold);
      }),
      { numRuns: 25 },
    );
  });
});

/** Changes one byte, or cuts the file off there. */
function spoil(folder: string, [which, where, by]: readonly [number, number, number]): boolean {
  const files = cacheFiles(folder);
  const name = files[which % files.length];
  if (name === undefined) return false;
  const bytes = readFileSync(join(folder, name));
  const at = where % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ by;
  writeFileSync(join(folder, name), by === 0 ? bytes.subarray(0, at) : bytes);
  return true;
}
