/** The development commands as a person runs them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';
import { hashOf, startIndex, tarball } from './corpus/local-index.ts';
import { SmallHistory } from './git/small-history.ts';

const index = await startIndex();
const repository = new SmallHistory();
const scratch = mkdtempSync(join(tmpdir(), 'auditlint-commands-'));
afterAll(() => {
  index.close();
  repository.remove();
  rmSync(scratch, { recursive: true });
});

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', `tools/${command}.ts`, ...args], { cwd: projectRoot });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

const defect = 'try:\n    load()\nexcept:\n    pass\n';

describe('npm run measure -- corpus', () => {
  const bytes = tarball([{ path: 'orders-1.0/orders.py', content: defect }]);
  const pins = join(scratch, 'packages.txt');
  writeFileSync(pins, `# one\norders==1.0 sha256:${hashOf(bytes)}\n`);
  const own = ['--pins', pins, '--index', index.url, '--cache', join(scratch, 'cache'), '--select', 'bare-except'];

  it('downloads, scans and prints', async () => {
    const releases = { '1.0': [{ filename: 'orders-1.0.tar.gz', url: '/o', digests: { sha256: hashOf(bytes) } }] };
    index.answers = { '/pypi/orders/json': { releases }, '/o': bytes };
    const { status, output } = await run('measure', 'corpus', ...own, '--package', 'orders');
    expect(output).toContain('orders 1.0: downloading\norders 1.0: 1 files, 4 lines, 1 findings');
    expect(output).toMatch(/^findings of imports, errors, concurrency per 1,000 lines +\d+\.\d\d +at most 0\.5 /m);
    expect(status).toBe(0);
  });

  it('ends with one sentence when it cannot begin', async () => {
    const { status, output } = await run('measure', 'corpus', ...own, '--package', 'shop');
    expect({ status, output }).toEqual({ status: 2, output: '`shop` is not among the pinned packages\n' });
  });
});

describe('npm run measure', () => {
  it('ends with one sentence and exit code 2 when it does not know the word', async () => {
    const { status, output } = await run('measure', 'recal');
    const names = 'recall, severity, planted, precision, corpus, compare';
    expect({ status, output }).toEqual({
      status: 2,
      output: `there is no measurement \`recal\`: it is one of ${names}\n`,
    });
  });
});
