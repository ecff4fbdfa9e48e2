import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeProject } from '../cli/run-cli.ts';
import { programFolder } from '../program/program.ts';

it('`auditlint mcp` says in one sentence that the SDK is missing', () => {
  // Where no package is: beside a copy of the program.
  const folder = makeProject();
  cpSync(join(programFolder(), 'dist'), folder, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'cli.js'), 'mcp'], { cwd: folder, input: '' });
  expect({ status, stderr: stderr.toString() }).toEqual({
    status: 2,
    stderr:
      'auditlint: `auditlint mcp` needs a package that is not installed: run `npm install @modelcontextprotocol/sdk` where auditlint is installed\n',
  });
});
