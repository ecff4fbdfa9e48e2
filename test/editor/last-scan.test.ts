import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { EditorHost } from '../../src/editor/index.ts';
import { ProjectRoot } from '../../src/editor/project-root.ts';
import type { FileConclusion } from '../../src/engine/index.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { makeProject } from '../cli/run-cli.ts';

const host: EditorHost = {
  rules,
  parser: 'wasm',
  workers: undefined,
  today: () => '2026-11-20',
  describedRules: () => [],
  remember: () => undefined,
  withoutBaseline: (report) => report,
  whyText: () => '',
};

async function scanned(folder: string): Promise<ProjectRoot> {
  const root = new ProjectRoot(folder, host, 'strict');
  await root.scan(new Map(), { signal: new AbortController().signal });
  return root;
}

/** A fingerprint also says whether other files have the same. */
const reported = (conclusion: FileConclusion | undefined) =>
  conclusion?.findings.map(({ fingerprint: _, ...finding }) => finding);

const COPY = 'fixtures/demo-service';
const FILES = ['src/glimpse/app.py', 'src/glimpse/jobs.py', 'src/glimpse/store.py', 'src/glimpse/captioner.py'];

/** Above these lines nothing is in the middle of a statement. */
const starts = (lines: readonly string[]) =>
  lines.flatMap((line, index) => (/^(?:def|class|async def|import|from)\b/.test(line) ? index : []));

describe('a file that is edited', () => {
  it('is told of what a whole scan would tell of it', async () => {
    const folder = makeProject();
    cpSync(join(projectRoot, COPY), folder, { recursive: true });
    const before = await scanned(folder);
    expect(FILES.flatMap((path) => reported(before.last?.conclusionOf(path)) ?? []).length).toBeGreaterThan(10);
    const inserts = fc.array(fc.record({ at: fc.nat(), blank: fc.nat(3) }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FILES), inserts, async (path, wanted) => {
        const file = join(folder, path);
        const text = readFileSync(file, 'utf8');
        const lines = text.split('\n');
        for (const { at, blank } of wanted) {
          const places = starts(lines);
          const place = places[at % places.length] ?? 0;
          // A decorator belongs to what it is above.
          if (lines[place - 1]?.startsWith('@') !== true)
            lines.splice(place, 0, ...Array(blank).fill(''), '# of the day');
        }
        const edited = lines.join('\n');
        const alone = before.last?.conclude(path, text, edited);
        writeFileSync(file, edited);
        const whole = await scanned(folder);
        writeFileSync(file, text);
        expect(reported(alone)).toEqual(reported(whole.last?.conclusionOf(path)));
      }),
      { numRuns: 12 },
    );
  });
});
