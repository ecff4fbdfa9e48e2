/**
 * `npm run cache-parity -- <git dir> [--commits 200] [--step 1]`: checks consecutive commits out into one folder, and holds what a
 * scan with a cache says of each against what one without says, byte for byte; every tenth time it goes back and forth. Exit code 1
 * where they differ.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/run.ts';

const COMMANDS = [[], ['--profile', 'strict'], ['--select', 'errors,security'], []];

const { values, positionals } = parseArgs({
  options: { commits: { type: 'string', default: '200' }, to: { type: 'string', default: 'HEAD' } },
  allowPositionals: true,
});
const [gitDirectory] = positionals;
if (gitDirectory === undefined) {
  console.error('npm run cache-parity -- <git dir> [--commits 200] [--to REV]');
  process.exitCode = 2;
} else {
  process.exitCode = await compareHistory(resolve(gitDirectory));
}

async function compareHistory(source: string): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'auditlint-parity-'));
  const git = (...words: string[]): string => execFileSync('git', words, { cwd, encoding: 'utf8', stdio: 'pipe' });
  try {
    git('clone', '--quiet', '--shared', '--no-checkout', source, '.');
    const list = ['rev-list', '--first-parent', '--reverse', `--max-count=${values.commits}`, values.to];
    const commits = git(...list)
      .trim()
      .split('\n');
    let different = 0;
    for (const [i, commit] of commits.entries()) {
      git('checkout', '--quiet', '--force', commit);
      const words = ['--format', 'json', ...(COMMANDS[i % COMMANDS.length] ?? [])];
      const [cold, warm, again] = [
        await run([...words, '--no-cache'], cwd),
        await run(words, cwd),
        i % 10 === 9 ? await backAndForth(words, cwd, commits[i - 1] ?? commit, commit, git) : undefined,
      ];
      const isSame = cold === warm && (again === undefined || again === cold);
      if (!isSame) different++;
      console.log(
        `${i + 1} of ${commits.length} ${commit.slice(0, 12)} ${words.join(' ')}: ${isSame ? 'same' : 'DIFFERENT'}`,
      );
    }
    console.log(`${commits.length} commits, ${different} different`);
    return different === 0 ? 0 : 1;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function backAndForth(
  words: readonly string[],
  cwd: string,
  before: string,
  commit: string,
  git: (...words: string[]) => string,
): Promise<string> {
  git('checkout', '--quiet', '--force', before);
  await run(words, cwd);
  git('checkout', '--quiet', '--force', commit);
  return run(words, cwd);
}

/** Exit code and standard output. */
async function run(argv: readonly string[], cwd: string): Promise<string> {
  let written = '';
  const io: Io = {
    stdout: { write: (text: string) => (written += text) },
    stderr: { write: () => undefined },
    stdin: (async function* () {})(),
    env: { AUDITLINT_CACHE_KEY: 'parity' },
    cwd,
    self: [],
    today: '2026-11-20',
    onInterrupt: () => () => undefined,
    onEnd: () => () => undefined,
  };
  return `${await runCommandLine(argv, io)} ${written}`;
}
