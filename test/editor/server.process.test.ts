import { expect, it } from 'vitest';
import { FAULTY, makeProject } from '../cli/run-cli.ts';
import { EditorClient, uriOf } from './editor-client.ts';
import { ServerProcess } from './server-process.ts';

it('an editor starts the server, is told of the file that it opens, and ends it', async () => {
  const folder = makeProject({ 'app.py': FAULTY });
  const client = new EditorClient(new ServerProcess(folder));
  try {
    await client.initialize([folder]);
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, FAULTY);
    const [found] = await client.diagnostics(uri, (all, version) => version === 1 && all.length > 0);
    expect(found).toMatchObject({ code: 'call-signature-mismatch', range: { start: { line: 3, character: 4 } } });
    expect(await client.leave()).toBe(0);
    expect(client.server.stderr).toBe('');
  } finally {
    client.kill();
  }
});
