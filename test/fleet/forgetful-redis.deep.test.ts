import { afterAll, expect, it } from 'vitest';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { startRedis, stopServers } from './servers.ts';

afterAll(stopServers);

it('a fleet says that a Redis which forgets is no queue', async () => {
  const { url } = await startRedis('--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru');
  expect(await runCli(['fleet', 'cancel', '--queue', url], { cwd: makeProject() })).toEqual({
    code: 2,
    stdout: '',
    stderr: `auditlint: the queue \`${url}\` evicts keys when its memory is full (allkeys-lru); set \`maxmemory-policy noeviction\`\n`,
  });
});
