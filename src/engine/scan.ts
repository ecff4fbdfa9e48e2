import { setImmediate } from 'node:timers/promises';
import { loadPythonParser, type PythonParser } from '../ast/lower/index.ts';
import { type DiscoveredFile, type Discovery, DiskTree, discover, type FileTree } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';
import { takingDown } from './known-answers.ts';
import { type MapTools, mapFile } from './map-file.ts';
import { neededParts, RulePreparation } from './prepared-rules.ts';
import { reduceReports } from './reduce.ts';
import { maxBytesOf } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { ScanOutcome, ScanRequest } from './scan-request.ts';

/** Scans a repository: finds its files, maps each, reduces to one report. Single-threaded. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  const now = request.timing?.now ?? (() => performance.now());
  const started = now();
  request.onProgress?.({ phase: 'discovering', done: 0, total: 0 });
  const tree = request.tree ?? new DiskTree(request.root);
  const { stdin } = request;
  const discovery = await discover({ ...request, tree, ...(stdin !== undefined && { stdinPath: stdin.path }) });
  request.timing?.addPhase('discover', now() - started);
  const { missing, outside, files } = discovery;
  if (missing.length > 0 || outside.length > 0) return { kind: 'bad-paths', missing, outside };
  const known = request.answers?.find(discovery, tree);
  if (known !== undefined) return { kind: 'finished', report: known };
  const parser = await loadParser(request.parser);
  if (typeof parser === 'string') return { kind: 'no-parser', reason: parser };
  const mapped = await new Mapping(request, tree, prepareTools(request, parser, now)).all(discovery);
  if (mapped === undefined || request.signal?.aborted === true) {
    return { kind: 'interrupted', done: mapped?.reports.length ?? 0, total: files.length };
  }
  request.onProgress?.({ phase: 'concluding', done: files.length, total: files.length });
  return { kind: 'finished', report: conclude(request, tree, discovery, mapped) };
}

function conclude(request: ScanRequest, tree: FileTree, found: Discovery, mapped: Mapped): ScanReport {
  const { discovery, asked } = takingDown(found);
  const report = reduceReports({ ...request, ...discovery, ...mapped, root: request.root });
  request.answers?.keep({ discovery: found, tree, asked, reports: mapped.reports, report });
  return report;
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
    parts: neededParts(request.rules, request.options.project),
    limits: request.options.limits,
    now,
    timing: request.timing,
    inquiry: request.inquiry,
    onFault: request.onFault,
  };
}

interface Mapped {
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
}

const MILLISECONDS_PER_TURN = 40;

/** The map half of one scan. */
class Mapping {
  constructor(
    readonly request: ScanRequest,
    readonly tree: FileTree,
    readonly tools: MapTools,
  ) {}

  /** Over all files; undefined when it was interrupted. */
  async all({ files, skipped: notFound }: Discovery): Promise<Mapped | undefined> {
    const { request, tools } = this;
    const reports: FileReport[] = [];
    const skipped: Notice[] = [...notFound];
    this.tree.expect(files.filter((file) => this.#findShared(file) === undefined).map(({ path }) => path));
    let turn = tools.now();
    for (const [done, file] of files.entries()) {
      request.onProgress?.({ phase: 'scanning', done, total: files.length });
      const result = this.#findShared(file) ?? this.#one(file);
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

  /** What another scan made of the same file, where that can be told without reading it. */
  #findShared({ path, kind, requested }: DiscoveredFile): FileReport | undefined {
    const { shared, stdin } = this.request;
    if (shared === undefined || stdin?.path === path) return undefined;
    const contentId = shared.contentId(this.tree, path);
    return contentId === undefined ? undefined : shared.find({ path, kind, contentId, requested });
  }

  #one(file: DiscoveredFile): FileReport | Notice {
    const { tools } = this;
    const { shared, stdin, options } = this.request;
    const start = tools.now();
    const content = this.#readContent(file);
    tools.timing?.addPhase('read', tools.now() - start);
    if (!(content instanceof Uint8Array)) return content;
    const { path, kind, requested } = file;
    const sharing = stdin?.path === path ? undefined : shared;
    const place = sharing && { path, kind, requested, contentId: sharing.contentIdOf(content, this.tree, path) };
    const known = place && sharing?.find(place);
    if (known !== undefined) return known;
    const report = mapFile({ ...file, bytes: content }, options.optionsFor(path), tools);
    if (place !== undefined) sharing?.keep(place, report);
    tools.timing?.addFile(path, tools.now() - start);
    return report;
  }

  /** The bytes of a file, or the notice that says why it was not read. */
  #readContent({ path, kind }: DiscoveredFile): Uint8Array | Notice {
    const { stdin } = this.request;
    const maxBytes = maxBytesOf(kind, this.tools.limits);
    if (stdin?.path === path) {
      if (stdin.bytes.length <= maxBytes) return stdin.bytes;
      return { kind: 'too-large', path, message: `larger than ${maxBytes} bytes, not read` };
    }
    const content = this.tree.read(path, maxBytes);
    return content.kind === 'content' ? content.bytes : content.skipped;
  }
}
