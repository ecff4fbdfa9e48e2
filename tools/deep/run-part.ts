import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PathGlob } from '../../src/text/index.ts';
import { projectRoot } from '../project-root.ts';
import { DEEP_PARTS, type DeepPart } from './parts.ts';
import { missingProgram } from './programs.ts';
import { readTestResults } from './test-results.ts';

/** How a part ended. What did not run is no success. */
export type Outcome =
  | { readonly kind: 'passed'; readonly tests?: number }
  | { readonly kind: 'failed'; readonly failures: readonly string[] }
  | { readonly kind: 'not-run'; readonly reason: string };

export interface PartReport {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Runs a part with what it prints, and installs what it needs first. */
export async function runPart(part: DeepPart): Promise<PartReport> {
  const start = performance.now();
  const missing = part.programs.map(missingProgram).find((problem) => problem !== undefined);
  const outcome: Outcome = missing === undefined ? await outcomeOf(part) : { kind: 'not-run', reason: missing };
  return { name: part.name, outcome, seconds: (performance.now() - start) / 1000 };
}

function outcomeOf(part: DeepPart): Promise<Outcome> {
  return part.command === undefined ? runTests(part) : runCommand(part.command, part.environment);
}

/** The files of a part, as paths from the project's root. */
export function testFilesOf({ name }: DeepPart): string[] {
  return deepTestFiles().filter((path) => partOf(path)?.name === name);
}

/** The first part with a glob for the file. */
export function partOf(path: string): DeepPart | undefined {
  return DEEP_PARTS.find(({ tests }) => tests.some((pattern) => new PathGlob(pattern).matches(path)));
}

/** All files of the deep suite. */
export function deepTestFiles(): string[] {
  return readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.deep.test.ts'))
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .sort();
}

async function runTests(part: DeepPart): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'auditlint-deep-'));
  const file = join(folder, 'results.json');
  try {
    const workers = part.isMeasured === true ? { AUDITLINT_TEST_WORKERS: '1' } : {};
    const words = ['npx', 'vitest', 'run', '--project', 'deep', ...testFilesOf(part)];
    const ended = await runCommand(words, { ...part.environment, ...workers, AUDITLINT_TEST_RESULTS: file });
    const results = readTestResults(file);
    if (results === undefined) return { kind: 'failed', failures: ['the run ended before its tests did'] };
    const { passed, failed, skipped, failures } = results;
    if (failed > 0 || ended.kind !== 'passed') return { kind: 'failed', failures };
    if (skipped > 0) return { kind: 'not-run', reason: `${skipped} of its tests were skipped` };
    return passed > 0 ? { kind: 'passed', tests: passed } : { kind: 'not-run', reason: 'it has no test' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runCommand(words: readonly string[], environment: DeepPart['environment']): Promise<Outcome> {
  const [command = '', ...args] = words;
  // Folders of the checkout are scanned, and stay as they are.
  const env = { ...process.env, AUDITLINT_NO_CACHE: '1', ...environment };
  const child = spawn(command, args, { cwd: projectRoot, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ kind: 'not-run', reason: message }));
    child.on('close', (code, signal) =>
      resolve(
        code === 0
          ? { kind: 'passed' }
          : { kind: 'failed', failures: [`\`${words.join(' ')}\` ended with ${signal ?? `exit code ${code}`}`] },
      ),
    );
  });
}
