import { setImmediate } from 'node:timers/promises';
import { loadPythonParser, type PythonParser } from '../ast/lower/index.ts';
import { type DiscoveredFile, type Discovery, DiskTree, discover, type FileTree } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';
import { type MapTools, mapFile } from './map-file.ts';
import { neededParts, RulePreparation } from './prepared-rules.ts';
import { reduceReports } from './reduce.ts';
import type { ScanOutcome, ScanRequest } from './scan-request.ts';

/** Scans a repository: finds its files, maps each, reduces to one report. Single-threaded. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  const outcome = await mapFiles(request);
  if (outcome.kind !== 'mapped') return outcome;
  const { discovery, reports, skipped } = outcome;
  request.onProgress?.({ phase: 'concluding', done: discovery.files.length, total: discovery.files.length });
  const notFound = [...discovery.skipped, ...skipped];
  return {
    kind: 'finished',
    report: reduceReports({ ...request, ...discovery, reports, skipped: notFound, root: request.root }),
  };
}

/** The map half of a scan: finds all files and maps them, or those that `chosenOf` chooses, as one job of several does. */
export async function mapFiles(
  request: ScanRequest,
  chosenOf: (discovery: Discovery) => readonly DiscoveredFile[] = ({ files }) => files,
): Promise<MapOutcome> {
  const now = request.timing?.now ?? (() => performance.now());
  const found = await findFiles(request);
  if (found.kind !== 'found') return found;
  const { discovery, tree } = found;
  const parser = await loadParser(request.parser);
  if (typeof parser === 'string') return { kind: 'no-parser', reason: parser };
  const files = chosenOf(discovery);
  const mapped = await new Mapping(request, tree, prepareTools(request, parser, now)).all({ ...discovery, files });
  if (mapped === undefined || request.signal?.aborted === true) {
    return { kind: 'interrupted', done: mapped?.reports.length ?? 0, total: files.length };
  }
  return { kind: 'mapped', discovery, ...mapped };
}

/** What there is to scan. */
export async function findFiles(request: ScanRequest): Promise<FindOutcome> {
  const now = request.timing?.now ?? (() => performance.now());
  const started = now();
  request.onProgress?.({ phase: 'discovering', done: 0, total: 0 });
  const tree = request.tree ?? new DiskTree(request.root);
  const { stdin } = request;
  const discovery = await discover({ ...request, tree, ...(stdin !== undefined && { stdinPath: stdin.path }) });
  request.timing?.addPhase('discover', now() - started);
  const { missing, outside } = discovery;
  if (missing.length > 0 || outside.length > 0) return { kind: 'bad-paths', missing, outside };
  return { kind: 'found', discovery, tree };
}

/** What the map half gives; `skipped` are files that were to be mapped and could not be read. */
export type MapOutcome =
  | ({ readonly kind: 'mapped'; readonly discovery: Discovery } & Mapped)
  | Exclude<ScanOutcome, { readonly kind: 'finished' }>;

export type FindOutcome =
  | { readonly kind: 'found'; readonly discovery: Discovery; readonly tree: FileTree }
  | Extract<ScanOutcome, { readonly kind: 'bad-paths' }>;

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
  async all({ files }: Pick<Discovery, 'files'>): Promise<Mapped | undefined> {
    const { request, tools } = this;
    const reports: FileReport[] = [];
    const skipped: Notice[] = [];
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
  #findShared({ path, requested }: DiscoveredFile): FileReport | undefined {
    const { shared } = this.request;
    const contentId = shared === undefined ? undefined : this.tree.contentId(path);
    return contentId === undefined ? undefined : shared?.find({ path, contentId, requested });
  }

  #one(file: DiscoveredFile): FileReport | Notice {
    const { request, tools } = this;
    const start = tools.now();
    const content = this.#readContent(file);
    tools.timing?.addPhase('read', tools.now() - start);
    if (!(content instanceof Uint8Array)) return content;
    const { path, requested } = file;
    const place = request.shared && { path, requested, contentId: request.shared.contentIdOf(content) };
    const known = place && request.shared?.find(place);
    if (known !== undefined) return known;
    const report = mapFile({ ...file, bytes: content }, request.options.optionsFor(path), tools);
    if (place !== undefined) request.shared?.keep(place, report);
    tools.timing?.addFile(path, tools.now() - start);
    return report;
  }

  /** The bytes of a file, or the notice that says why it was not read. */
  #readContent({ path }: DiscoveredFile): Uint8Array | Notice {
    const { stdin } = this.request;
    const { limits } = this.tools;
    if (stdin?.path === path) {
      if (stdin.bytes.length <= limits.maxFileBytes) return stdin.bytes;
      return { kind: 'too-large', path, message: `larger than ${limits.maxFileBytes} bytes, not read` };
    }
    const content = this.tree.read(path, limits.maxFileBytes);
    return content.kind === 'content' ? content.bytes : content.skipped;
  }
}
