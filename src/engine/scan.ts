import { setImmediate } from 'node:timers/promises';
import { loadPythonParser, type PythonParser } from '../ast/lower/index.ts';
import { type DiscoveredFile, type Discovery, discover, readRegularFile } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';
import { type MapTools, mapFile } from './map-file.ts';
import { RulePreparation } from './prepared-rules.ts';
import { reduceReports } from './reduce.ts';
import type { ScanOutcome, ScanRequest } from './scan-request.ts';

/** Scans a repository: finds its files, maps each, reduces to one report. Single-threaded. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  const now = request.timing?.now ?? (() => performance.now());
  const started = now();
  request.onProgress?.({ phase: 'discovering', done: 0, total: 0 });
  const discovery = await discoverFor(request);
  request.timing?.addPhase('discover', now() - started);
  const { missing, outside, files } = discovery;
  if (missing.length > 0 || outside.length > 0) return { kind: 'bad-paths', missing, outside };
  const parser = await loadParser(request.parser);
  if (typeof parser === 'string') return { kind: 'no-parser', reason: parser };
  const mapped = await mapAll(request, discovery, prepareTools(request, parser, now));
  if (mapped === undefined || request.signal?.aborted === true) {
    return { kind: 'interrupted', done: mapped?.reports.length ?? 0, total: files.length };
  }
  request.onProgress?.({ phase: 'concluding', done: files.length, total: files.length });
  return { kind: 'finished', report: reduceReports({ ...request, ...discovery, ...mapped, root: request.root }) };
}

function discoverFor(request: ScanRequest): Promise<Discovery> {
  const { root, paths, exclude, respectsGitIgnore, signal, stdin } = request;
  return discover({
    root,
    paths,
    exclude,
    respectsGitIgnore,
    ...(signal === undefined ? {} : { signal }),
    ...(stdin === undefined ? {} : { stdinPath: stdin.path }),
  });
}

/** The parser, or why there is none: only a native binding can be missing. */
async function loadParser(choice: ScanRequest['parser']): Promise<PythonParser | string> {
  if (choice !== 'native') return loadPythonParser(choice);
  try {
    return await loadPythonParser(choice);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function prepareTools(request: ScanRequest, parser: PythonParser, now: () => number): MapTools {
  return {
    parser,
    rules: new RulePreparation(request.rules),
    limits: request.options.limits,
    now,
    timing: request.timing,
    onFault: request.onFault,
  };
}

interface Mapped {
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
}

/** The map half over all files; undefined when it was interrupted. */
async function mapAll(request: ScanRequest, discovery: Discovery, tools: MapTools): Promise<Mapped | undefined> {
  const reports: FileReport[] = [];
  const skipped: Notice[] = [...discovery.skipped];
  const total = discovery.files.length;
  let turn = tools.now();
  for (const [done, file] of discovery.files.entries()) {
    request.onProgress?.({ phase: 'scanning', done, total });
    const result = mapOne(request, discovery, file, tools);
    if ('schemaVersion' in result) reports.push(result);
    else if (file.requested) skipped.push(result);
    if (tools.now() - turn > MILLISECONDS_PER_TURN) {
      // Interrupts and the terminal get their turn.
      await setImmediate();
      turn = tools.now();
    }
    if (request.signal?.aborted === true) return undefined;
  }
  return { reports, skipped };
}

const MILLISECONDS_PER_TURN = 40;

function mapOne(
  request: ScanRequest,
  discovery: Discovery,
  file: DiscoveredFile,
  tools: MapTools,
): FileReport | Notice {
  const start = tools.now();
  const content = readContent(request, file, tools);
  tools.timing?.addPhase('read', tools.now() - start);
  if (!(content instanceof Uint8Array)) return content;
  const input = { ...file, bytes: content };
  const report = mapFile(input, request.options.optionsFor(file.path), tools);
  tools.timing?.addFile(file.path, tools.now() - start);
  return report;
}

/** The bytes of a file, or the notice that says why it was not read. */
function readContent(
  { root, stdin }: ScanRequest,
  { path }: DiscoveredFile,
  { limits }: MapTools,
): Uint8Array | Notice {
  if (stdin?.path === path) {
    if (stdin.bytes.length <= limits.maxFileBytes) return stdin.bytes;
    return { kind: 'too-large', path, message: `larger than ${limits.maxFileBytes} bytes, not read` };
  }
  const content = readRegularFile(root, path, limits.maxFileBytes);
  return content.kind === 'content' ? content.bytes : content.skipped;
}
