import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { startOldPostgres, startOldRedis, stopOldServers } from './old-servers.ts';

afterAll(stopOldServers);

const STORE = ['--store', 'postgres://ada:hunter22@127.0.0.1:1/fleet'];
const QUEUE = ['--queue', 'redis://:hunter22@127.0.0.1:1'];

const NO_PLUGINS = '`fleet` does not run plug-ins, because workers on other machines may have different ones; ';

/** The one sentence that a command ends with, and that it ends with 2 and leaves nothing. */
async function sentence(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeProject({ 'list.txt': '/nowhere\n', 'a.txt': 'no database\n'.repeat(200), empty: '' });
  const work = args.includes('--work-dir') ? [] : ['--work-dir', join(cwd, 'work')];
  const hasWork = args[0] === 'work' || args[0] === 'list.txt';
  const before = readdirSync(cwd);
  const { code, stderr, stdout } = await runCli(['fleet', ...args, ...(hasWork ? work : [])], { cwd, env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(cwd)).toEqual(before);
  expect(statSync(join(cwd, 'empty')).size).toBe(0);
  expect(stderr).not.toContain('hunter22');
  const [line = '', ...rest] = stderr.split('\n');
  expect(rest).toEqual(['']);
  return line.replace('auditlint: ', '');
}

describe('a fleet that is asked for what cannot be', () => {
  it.each<readonly [string, readonly string[], RegExp | string]>([
    ['no list', ['gone.txt', '--store', 'a.txt'], 'no such list or folder of repositories: `gone.txt`'],
    ['no store to read', ['report'], 'no store `auditlint-fleet.sqlite`; `auditlint fleet LIST` creates one'],
    ['no store to look at', ['status', '--store', 'x.db'], 'no store `x.db`; `auditlint fleet LIST` creates one'],
    ['another file', ['report', '--store', 'a.txt'], 'the store `a.txt` is not a store'],
    ['an empty file', ['report', '--store', 'empty'], 'no store in `empty`; `auditlint fleet LIST` creates one'],
    ['a folder', ['list.txt', '--store', '.'], /^the store `\.` cannot be used: /],
    ['another database', ['report', '--store', 'mysql://h/d'], '`--store` supports only a file or `postgres://…`'],
    ['another queue', ['cancel', '--queue', 'amqp://h'], '`--queue` takes `redis://…` or `rediss://…`'],
    [
      'a file beside a queue',
      ['list.txt', ...QUEUE],
      '`--queue` needs a store that every worker can reach: add `--store postgres://…`',
    ],
    ['work without a queue', ['work', ...STORE], '`fleet work` needs the queue to take jobs from: `--queue redis://…`'],
    [
      'cancel without a queue',
      ['cancel'],
      '`fleet cancel` needs `--queue redis://…`; stop a fleet without a queue with Ctrl-C',
    ],
    [
      'no PostgreSQL',
      ['report', ...STORE],
      'the store `postgres://127.0.0.1:1/fleet` cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'no Redis',
      ['cancel', ...QUEUE],
      'the queue `redis://127.0.0.1:1` cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    ],
    ['no day', ['report', '--since', '2026-02-30'], '`--since 2026-02-30` is not a date such as `2026-11-20`'],
    [
      'SARIF in no folder',
      ['report', '--format', 'sarif'],
      '`--format sarif` writes one file per repository: pass a folder with `-o`',
    ],
    ['another format', ['report', '--format', 'jsn'], '--format: unknown `jsn`; did you mean `json`?'],
    ['no jobs at all', ['list.txt', '--jobs', '0'], '`--jobs 0`: must be a whole number from 1 to 2000000'],
    [
      'half an attempt',
      ['list.txt', '--attempts', '0.5'],
      '`--attempts 0.5`: must be a whole number from 1 to 2000000',
    ],
    [
      'no such rule',
      ['list.txt', '--select', 'bare-exept'],
      '--select: unknown rule, category or severity `bare-exept`; did you mean `bare-except`?',
    ],
    ['an option', ['list.txt', '--queu', 'x'], 'unknown option `--queu` of `fleet`; did you mean `--queue`?'],
    ['a plug-in', ['list.txt', '--plugin', './acme'], NO_PLUGINS],
    ['a plug-in of a worker', ['work', '--plugin=./acme'], NO_PLUGINS],
    ['nothing', [], '`fleet` needs a list'],
  ])('says of %s what is wrong', async (_, args, expected) => {
    expect(await sentence(args)).toMatch(expected);
  });

  it('takes places from the environment as well, and tells none of their passwords', async () => {
    const env = {
      AUDITLINT_QUEUE: 'redis://:hunter22@127.0.0.1:1',
      AUDITLINT_STORE: 'postgres://a:hunter22@127.0.0.1:1/f',
    };
    expect(await sentence(['cancel'], env)).toMatch(/^the queue `redis:\/\/127\.0\.0\.1:1` cannot be reached/);
    expect(await sentence(['report'], env)).toMatch(/^the store `postgres:\/\/127\.0\.0\.1:1\/f` cannot be reached/);
  });

  it('says which version of a server is too old', async () => {
    const redis = `redis://127.0.0.1:${await startOldRedis('4.0.9')}`;
    expect(await sentence(['cancel', '--queue', redis])).toBe(
      `the queue \`${redis}\` is Redis 4.0.9; Redis 6.2.0 or Valkey, or newer, is needed`,
    );
    const postgres = `postgres://127.0.0.1:${await startOldPostgres('110022')}/fleet`;
    expect(await sentence(['report', '--store', postgres])).toBe(
      `the store \`${postgres}\` is PostgreSQL 11; 12 or newer is needed`,
    );
  });
});
