import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it } from 'vitest';
import { FAULTY, makeProject } from '../cli/run-cli.ts';
import { commandLine } from '../program/program.ts';

it('an agent starts the server, has it scan, and closes it', async () => {
  const cwd = makeProject({ 'app.py': FAULTY });
  const client = new Client({ name: 'test', version: '1' });
  try {
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [commandLine(), 'mcp'], cwd, stderr: 'pipe' }),
    );
    expect((await client.listTools()).tools).toHaveLength(5);
    const { content } = await client.callTool({ name: 'scan', arguments: {} });
    expect(content).toMatchObject([
      { text: expect.stringMatching(/^call-signature-mismatch\n[\s\S]+\napp\.py:4:5: /) },
    ]);
  } finally {
    await client.close();
  }
});
