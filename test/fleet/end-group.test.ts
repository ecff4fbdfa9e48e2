import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

const source = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/** Starts a program that never ends, and comes to an end itself by `ending` once that runs. */
const script = (ending: string) => `
  import { processIo } from ${source('cli/process-io.ts')};
  import { endGroup } from ${source('cli/fleet/end-group.ts')};
  import { untilInterrupted } from ${source('cli/fleet/open-fleet.ts')};
  import { runGroup } from ${source('git/index.ts')};
  const args = ['-e', 'setInterval(() => undefined, 1000); process.kill(process.ppid, "SIGUSR2")'];
  const group = { program: process.execPath, args, cwd: '/', env: {}, timeLimitSeconds: 60 };
  void untilInterrupted(processIo(), (signal) => runGroup({ ...group, signal, endGroup: (leader) => {
    console.log('ends', leader);
    endGroup(leader);
  } }));
  process.once('SIGUSR2', () => { ${ending} });`;

it.each([
  ['an error that nobody catches', 'throw new Error("lost")', 1],
  ['an exit', 'process.exit(7)', 7],
])('what a fleet started ends with it, by %s', async (_, ending, expected) => {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script(ending)],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect({ code, stdout }).toEqual({ code: expected, stdout: expect.stringMatching(/^ends \d+\n$/) });
  const leader = Number(stdout.slice('ends '.length));
  // The system tells nobody of a process that is no child of theirs.
  while (isAlive(leader)) await sleep(20);
});

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
