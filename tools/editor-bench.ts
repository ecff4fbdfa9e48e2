/**
 * `npm run bench:editor -- <folder> <file> [--edits N]`: how long an editor waits from a keystroke to the diagnostics, with the bundled server
 * over its standard streams: a comment in the middle of the file changed N times (1000), each change sent when the answer to the one before
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
  const uri = pathToFileURL(file).href;
  const server = new MeasuredServer(uri);
  await server.open(folder, file);
  const lines = readFileSync(file, 'utf8').split('\n');
  console.log(`${lines.length} lines; load ${load()}`);
  const line = lines.findIndex((each, index) => index >= lines.length / 2 && each.trim() === '');
  const waits: number[] = [];
  const processor = processorOf(server.pid);
  for (let edit = 1; edit <= edits; edit++) {
    waits.push(await server.type(line, edit + 1));
    if (edit % Math.max(1, Math.floor(edits / 10)) !== 0) continue;
    const [middle, most] = [percentile(waits, 0.5), percentile(waits, 0.95)];
    console.log(`${edit} edits: p50 ${middle}, p95 ${most} ms; ${memoryOf(server.pid)}; load ${load()}`);
  }
  console.log(`${((processorOf(server.pid) - processor) / edits).toFixed(1)} ms of processor for each edit`);
  await server.leave();
}

/** The bundled server, with one file open. */
class MeasuredServer {
  readonly #child = spawn(process.execPath, [join(projectRoot, 'bin/auditlint.js'), 'lsp'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #client = createProtocolConnection(
    new StreamMessageReader(this.#child.stdout),
    new StreamMessageWriter(this.#child.stdin),
  );
  #published: (version: number | undefined) => void = () => undefined;

  constructor(readonly uri: string) {
    this.#client.onNotification(PublishDiagnosticsNotification.type, (reported) => {
      if (reported.uri === uri) this.#published(reported.version);
    });
    this.#client.listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Until the project was scanned. */
  async open(folder: string, file: string): Promise<void> {
    const { uri } = this;
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'measured' }];
    const client = { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders };
    await this.#client.sendRequest('initialize', client);
    await this.#client.sendNotification('initialized', {});
    const first = this.#answered(1);
    const textDocument = { uri, languageId: 'python', version: 1, text: readFileSync(file, 'utf8') };
    await this.#client.sendNotification('textDocument/didOpen', { textDocument });
    await first;
  }

  /** Types into a comment; how long the answer took. */
  async type(line: number, version: number): Promise<number> {
    // Never the text that was scanned, of which everything is known.
    const text = version % 2 === 0 ? '#a' : '#b';
    const range = { start: { line, character: 0 }, end: { line, character: version === 2 ? 0 : text.length } };
    const start = performance.now();
    const answer = this.#answered(version);
    await this.#client.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version },
      contentChanges: [{ range, text }],
    });
    await answer;
    return performance.now() - start;
  }

  async leave(): Promise<void> {
    await this.#client.sendRequest('shutdown');
    await this.#client.sendNotification('exit');
  }

  #answered(version: number): Promise<void> {
    return new Promise((done) => {
      this.#published = (reported) => {
        if (reported === version) done();
      };
    });
  }
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
