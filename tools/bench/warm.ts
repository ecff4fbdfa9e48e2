import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** Milliseconds that whole processes of the command line took. */
export interface WarmTimes {
  readonly unchanged: number;
  readonly oneChanged: number;
  readonly staged: number;
}

/** What a cache leaves of a scan: nothing changed, one file changed, one file staged. In a copy of the folder. */
export function measureWarm(folder: string, file: string, rounds: number): WarmTimes {
  const copy = mkdtempSync(join(tmpdir(), 'auditlint-bench-'));
  try {
    cpSync(folder, copy, { recursive: true, filter: (path) => !/[\\/](?:\.git|\.auditlint_cache)$/.test(path) });
    const git = (...words: string[]): void => {
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
        cwd: copy,
        stdio: 'ignore',
        // Hooks and signing keys of anyone who measures are none of it.
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      });
    };
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=All');
    const run = (...words: string[]): number => timeScan(copy, words);
    run();
    run('--staged');
    // What was written just before a scan is read again by the next one.
    run();
    const times = Array.from({ length: rounds }, (_, round) => {
      const unchanged = run();
      appendFileSync(join(copy, file), `\n\ndef added_${round}():\n    return ${round}\n`);
      const oneChanged = run();
      appendFileSync(join(copy, file), `\n\ndef staged_${round}():\n    return ${round}\n`);
      git('add', '--all');
      return { unchanged, oneChanged, staged: run('--staged') };
    });
    const least = (name: keyof WarmTimes): number => Math.min(...times.map((each) => each[name]));
    return { unchanged: least('unchanged'), oneChanged: least('oneChanged'), staged: least('staged') };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function timeScan(cwd: string, words: readonly string[]): number {
  const start = performance.now();
  const argv = [join(projectRoot, 'bin/auditlint.js'), '--quiet', '--format', 'json', '--fail-on', 'never', ...words];
  const { status } = spawnSync(process.execPath, argv, {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, ...WITH_CACHE },
  });
  if (status !== 0) throw new Error(`auditlint ended with ${status}`);
  return performance.now() - start;
}

const WITH_CACHE = { AUDITLINT_CACHE_KEY: 'of the benchmark', AUDITLINT_NO_CACHE: '' };
