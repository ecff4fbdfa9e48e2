/**
 * `npm run replay:audits -- --document FILE --table FILE --root DIR [--at REV] [--history] [--commit C] [--doc N] [--line-column NAME]`: replays
 * a written audit and holds the answers against a table of what a person found out about its claims. `--commit` and `--doc` choose the
 * rows of a table that is about several. Exit code 1 below 95 % anchored or 90 % right, or where a true claim is contradicted.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { processIo } from '../src/cli/process-io.ts';
import { runCommandLine } from '../src/cli/run.ts';
import { GitRepository } from '../src/git/index.ts';
import type { ReplayDocument } from '../src/written-audits/replay/formats/replay-document.ts';
import { GitHistory } from '../src/written-audits/replay/git-history.ts';
import { GitPast } from '../src/written-audits/replay/git-past.ts';
import { readOptions, runCommand, usageOf } from './command-line.ts';
import { numberedParts } from './written-audits/match-rows.ts';
import { countScores, scoreLines } from './written-audits/print-score.ts';
import { type ScoreGround, scoreReplay } from './written-audits/score-replay.ts';
import { readTruth } from './written-audits/truth-rows.ts';

const usage = usageOf(
  'npm run replay:audits -- --document FILE --table FILE --root DIR [--at REV] [--history] [--commit C] [--doc N] [--line-column NAME]',
);

const AS_JSON = ['--format', 'json', '--quiet', '--fail-on', 'never'];

await runCommand(async () => {
  const { values } = readOptions(
    process.argv.slice(2),
    {
      document: { type: 'string' },
      table: { type: 'string' },
      root: { type: 'string' },
      at: { type: 'string' },
      history: { type: 'boolean', default: false },
      commit: { type: 'string' },
      doc: { type: 'string' },
      'line-column': { type: 'string', default: 'line' },
    },
    usage,
  );
  const { document, table, root, at, history, commit, doc } = values;
  if (document === undefined || table === undefined || root === undefined)
    throw usage('a document, a table and a root are needed');
  const rows = readTruth(table, { commit, doc, lineColumn: values['line-column'] });
  const started = performance.now();
  const replay = await replayed([
    'replay',
    document,
    '--root',
    root,
    ...AS_JSON,
    ...(at === undefined ? [] : ['--at', at]),
    ...(history ? ['--history'] : []),
  ]);
  const seconds = (performance.now() - started) / 1000;
  const scored = scoreReplay(
    rows,
    replay,
    groundOf(resolve(root), at, history, commit),
    numberedParts(readFileSync(document, 'utf8')),
  );
  const counts = countScores(scored, replay);
  console.log(scoreLines(scored, counts, seconds).join('\n'));
  if (!counts.isEnough) process.exitCode = 1;
});

/** What the command line says, as a program reads it. */
async function replayed(argv: readonly string[]): Promise<ReplayDocument> {
  let written = '';
  const io = processIo();
  const code = await runCommandLine(argv, { ...io, stdout: { write: (text: string) => (written += text) } });
  if (written === '') throw new Error(`the replay ended with exit code ${code} and without a result`);
  // The command line wrote it in this form.
  return JSON.parse(written) as ReplayDocument;
}

function groundOf(root: string, at: string | undefined, asksHistory: boolean, told: string | undefined): ScoreGround {
  const place = existsSync(join(root, 'objects')) ? ['--git-dir', root] : ['-C', root];
  const git = (...args: string[]): boolean => spawnSync('git', [...place, ...args], { stdio: 'ignore' }).status === 0;
  const commit = at ?? 'HEAD';
  const past =
    told === undefined || place[0] === '-C'
      ? undefined
      : new GitPast(new GitHistory(GitRepository.ofGitDirectory(root, root, process.env)), commit, told);
  return {
    asksHistory,
    lineNow: (path, line) => past?.drift(path, { first: line, last: line }, path)?.first ?? line,
    hasFix: (fix) => git('merge-base', '--is-ancestor', fix, commit),
    hasFile: (path) => (at === undefined ? existsSync(join(root, path)) : git('cat-file', '-e', `${commit}:${path}`)),
  };
}
