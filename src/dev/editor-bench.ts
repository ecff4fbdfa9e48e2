/**
 * `npm run bench:editor -- <folder> <file> [--edits N]`: how long an editor waits from a keystroke to the diagnostics, with the bundled server
 * over its standard streams: one character typed in the middle of the file, N times (1000), each sent when the answer to the one before
 * has come. Prints percentiles in milliseconds, how much memory the server holds after each tenth, the load of the machine, and the
 * processor time of one edit, which is what counts where others use the machine.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { createProtocolConnection, PublishDiagnosticsNotification } from 'vscode-languageserver-protocol/node';
import { readOptions, runCommand, usageOf } from './command-line.ts';
import { projectRoot } from './project-root.ts';

const usage = usageOf('npm run bench:editor -- <folder> <file> [--edits N]');

async function measure(folder: string, file: string, edits: number): Promise<void> {
  const child = spawn(process.execPath, [join(projectRoot, 'bin/auditlint.js'), 'lsp'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const uri = pathToFileURL(file).href;
  let published: (version: number | undefined) => void = () => undefined;
  client.onNotification(PublishDiagnosticsNotification.type, (told) => {
    if (told.uri === uri) published(told.version);
  });
  client.listen();
  const answered = (version: number): Promise<void> =>
    new Promise((done) => {
      published = (told) => {
        if (told === version) done();
      };
    });

  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'measured' }];
  await client.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders });
  await client.sendNotification('initialized', {});
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const scanned = performance.now();
  const first = answered(1);
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text },
  });
  await first;
  console.log(`first scan ${Math.round(performance.now() - scanned)} ms; ${lines.length} lines; load ${load()}`);

  const line = lines.findIndex((each, index) => index >= lines.length / 2 && each.trim() === '');
  const waits: number[] = [];
  const processor = processorOf(child.pid);
  for (let version = 2; version < edits + 2; version++) {
    const isEven = version % 2 === 0;
    const range = { start: { line, character: 0 }, end: { line, character: isEven ? 0 : 1 } };
    const start = performance.now();
    const answer = answered(version);
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: isEven ? '#' : '' }],
    });
    await answer;
    waits.push(performance.now() - start);
    if ((version - 1) % Math.max(1, Math.floor(edits / 10)) === 0) {
      console.log(
        `${version - 1} edits: p50 ${percentile(waits, 0.5)}, p95 ${percentile(waits, 0.95)} ms; ${memoryOf(child.pid)}; load ${load()}`,
      );
    }
  }
  const each = (processorOf(child.pid) - processor) / edits;
  console.log(`${each.toFixed(1)} ms of processor for each edit`);
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}

/** Milliseconds of processor that the process has had: Linux only, in hundredths of a second. */
function processorOf(pid: number | undefined): number {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return 10 * (Number(user) + Number(system));
  } catch {
    return Number.NaN;
  }
}

/** What the system says that the process holds: Linux only. */
function memoryOf(pid: number | undefined): string {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return `${Math.round(Number(kilobytes) / 1024)} MB`;
  } catch {
    return 'memory unknown';
  }
}

await runCommand(async () => {
  const { values, positionals } = readOptions(
    process.argv.slice(2),
    { edits: { type: 'string', default: '1000' } },
    usage,
  );
  const [folder, file] = positionals;
  const edits = Number(values.edits);
  if (folder === undefined || file === undefined || !(edits > 0)) throw usage('a folder and a file of it are needed');
  await measure(resolve(folder), resolve(folder, file), edits);
});
