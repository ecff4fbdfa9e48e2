import { loadPythonParser, type PythonParser } from '../ast/lower/index.ts';
import { type DiscoveredFile, type Discovery, DiskTree, discover, type FileTree } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import { PROJECT_PARTS } from '../project/index.ts';
import { NoParser } from '../syntax/index.ts';
import type { FileReport } from './file-report.ts';
import { Inquiry } from './inquiry.ts';
import { takingDown } from './known-answers.ts';
import { likelyFirst } from './likely-first.ts';
import { type MapTools, mapFile } from './map-file.ts';
import { neededParts, RulePreparation } from './prepared-rules.ts';
import { reduceInSteps } from './reduce.ts';
import { maxBytesOf } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { ScanOutcome, ScanRequest } from './scan-request.ts';
import { type ToldOfFile, tell } from './told-of-file.ts';
import { Turns } from './turns.ts';
import type { MapPool } from './workers/map-pool.ts';
import type { OpenFile } from './workers/map-task.ts';
import { startPool, workersFor } from './workers/start-pool.ts';

/** Scans a repository: finds its files, maps each, on worker threads where that is worth it, and reduces to one report. */
export async function scan(request: ScanRequest): Promise<ScanOutcome> {
  const found = await findFiles(request);
  if (found.kind !== 'found') return found;
  const known = request.answers?.find(found.discovery, found.tree);
  if (known !== undefined) return { kind: 'finished', report: known };
  for (;;) {
    const outcome = await scanFound(request, found);
    if (outcome !== 'lost') return outcome;
  }
}

/** `lost` where what an earlier scan found turns out to be gone: it is looked for no more, and mapped. */
async function scanFound(request: ScanRequest, found: Found): Promise<ScanOutcome | 'lost'> {
  const { files } = found.discovery;
  const mapped = await mapFound(request, found, files, mayStayBrief(request, files));
  if (mapped.kind !== 'mapped') return mapped;
  request.onProgress?.({ phase: 'concluding', done: files.length, total: files.length });
  try {
    const report = await conclude(request, found, mapped);
    if (report === 'lost') return 'lost';
    if (report === undefined) return { kind: 'interrupted', done: files.length, total: files.length };
    return { kind: 'finished', report };
  } catch (error) {
    if (hasLost(request, false)) return 'lost';
    throw error;
  }
}

const hasLost = ({ shared }: ScanRequest, inAll: boolean): boolean => shared?.lostSome(inAll) === true;

/** The map half of a scan: finds all files, and maps those that `chosenOf` chooses, as one job of several does. */
export async function mapFiles(
  request: ScanRequest,
  chosenOf: (discovery: Discovery) => readonly DiscoveredFile[],
): Promise<MapOutcome> {
  const found = await findFiles(request);
  return found.kind === 'found' ? mapFound(request, found, chosenOf(found.discovery), false) : found;
}

/** Whether nothing but a finding or a suppression would ask about the project. */
function mayStayBrief(
  { rules, options, inquiry, onConcluded, shared }: ScanRequest,
  files: readonly DiscoveredFile[],
): boolean {
  if (inquiry !== undefined || onConcluded !== undefined || shared?.wantsWhole === true) return false;
  const prepared = new RulePreparation(rules);
  const all = new Set([options.project, ...files.map(({ path }) => options.optionsFor(path))]);
  return [...all].every((each) => prepared.for(each).project.length === 0);
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

interface Found {
  readonly kind: 'found';
  readonly discovery: Discovery;
  readonly tree: FileTree;
}

export type FindOutcome = Found | Extract<ScanOutcome, { readonly kind: 'bad-paths' }>;

/** What the map half gives; `skipped` are files that were to be mapped and could not be read. */
export type MapOutcome =
  | ({ readonly kind: 'mapped'; readonly discovery: Discovery } & Mapped)
  | Exclude<ScanOutcome, { readonly kind: 'finished' }>;

async function mapFound(
  request: ScanRequest,
  { discovery, tree }: Found,
  files: readonly DiscoveredFile[],
  mayBeBrief: boolean,
): Promise<MapOutcome> {
  const parser = await loadParser(request.parser);
  if (typeof parser === 'string') return { kind: 'no-parser', reason: parser };
  const now = request.timing?.now ?? (() => performance.now());
  const mapped = await new Mapping(request, tree, prepareTools(request, parser, now), mayBeBrief).all(files);
  if (mapped === undefined || request.signal?.aborted === true) {
    return { kind: 'interrupted', done: mapped?.reports.length ?? 0, total: files.length };
  }
  return { kind: 'mapped', discovery, ...mapped };
}

/** Undefined when it was interrupted. */
async function conclude(
  request: ScanRequest,
  { discovery: found, tree }: Found,
  { reports, skipped }: Mapped,
): Promise<ScanReport | 'lost' | undefined> {
  const { discovery, asked } = takingDown(found);
  const all = [...discovery.skipped, ...skipped];
  const conclusions = request.inquiry === undefined ? request.conclusions : undefined;
  const known = conclusions?.find(reports, discovery);
  // Where nothing is known the project is asked for sure, and whoever goes on asking does so when the cache may be another.
  if ((known === undefined || request.onConcluded !== undefined) && hasLost(request, true)) return 'lost';
  const steps = reduceInSteps({
    ...request,
    ...discovery,
    reports,
    skipped: all,
    root: request.root,
    known,
    onConclusions: (concluded) => {
      const answers = asked();
      if (answers !== undefined) conclusions?.keep(reports, discovery, answers, concluded);
    },
  });
  const turns = new Turns(request.timing?.now);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    await turns.give();
    if (request.signal?.aborted === true) return undefined;
  }
  const report = step.value;
  if (hasLost(request, false)) return 'lost';
  const answers = asked();
  if (answers !== undefined) request.answers?.keep({ discovery: found, tree, asked: answers, reports, report });
  return report;
}

/** The parser, or why there is none. */
async function loadParser(choice: ScanRequest['parser']): Promise<PythonParser | string> {
  try {
    return await loadPythonParser(choice);
  } catch (error) {
    if (error instanceof NoParser) return error.message;
    throw error;
  }
}

function prepareTools(request: ScanRequest, parser: PythonParser, now: () => number): MapTools {
  return {
    parser: knowing(request.parsed, parser),
    rules: new RulePreparation(request.rules),
    parts: request.inquiry?.take === undefined ? neededParts(request.rules, request.options.project) : PROJECT_PARTS,
    limits: request.options.limits,
    now,
    timing: request.timing,
    inquiry: request.inquiry,
    onFault: request.onFault,
  };
}

/** Asks first whether somebody has the tree. */
const knowing = (parsed: ScanRequest['parsed'], parser: PythonParser): PythonParser =>
  parsed === undefined
    ? parser
    : { parse: (content, isTooLate) => parsed(content) ?? parser.parse(content, isTooLate) };

interface Mapped {
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
}

/** How much may wait for workers. They get the largest first, so that none is left alone with one at the end. */
const BYTES_WAITING = 64 * 1024 * 1024;

/** So many files show how large the others are. */
const SAMPLE = 64;

/** What there will be to map, by the files that were looked at: threads load while the rest is read. */
function expectedBytes(bytes: number, looked: number, total: number): number {
  return looked < SAMPLE ? bytes : (bytes / looked) * total;
}

/** The map half of one scan. */
class Mapping {
  readonly #reports = new Map<string, FileReport>();
  readonly #skipped: Notice[] = [];
  /** By path, what another scan made of a file, where that is told without reading it. */
  readonly #unread = new Map<string, FileReport>();
  readonly #told = new Map<string, ToldOfFile>();
  #pool: MapPool | undefined;
  #total = 0;
  readonly #turns: Turns;

  constructor(
    readonly request: ScanRequest,
    readonly tree: FileTree,
    readonly tools: MapTools,
    /** Nothing that was mapped so far asks about the project. */
    private isBrief: boolean,
  ) {
    this.#turns = new Turns(tools.now);
  }

  /** Over all files; undefined when it was interrupted. */
  async all(files: readonly DiscoveredFile[]): Promise<Mapped | undefined> {
    this.#total = files.length;
    this.#tell();
    for (const file of files) {
      const found = this.#findShared(file);
      if (found !== undefined) this.#unread.set(file.path, found);
    }
    this.tree.expect(files.flatMap(({ path }) => (this.#unread.has(path) ? [] : [path])));
    try {
      await this.#mapAll(files);
      if (!this.isBrief) await this.#mapAll(files.filter(({ path }) => this.#reports.get(path)?.isBrief === true));
      this.#tellWitness(files);
    } finally {
      void this.#pool?.end();
    }
    return this.#isAborted ? undefined : { reports: [...this.#reports.values()], skipped: this.#skipped };
  }

  async #mapAll(files: readonly DiscoveredFile[]): Promise<void> {
    const workers = workersFor(this.request);
    const waiting: OpenFile[] = [];
    let bytes = 0;
    for (const [index, file] of files.entries()) {
      const found = this.#asGood(this.#unread.get(file.path)) ?? this.#open(file);
      if ('message' in found) this.#skip(file, found);
      else if ('schemaVersion' in found) this.#add(found);
      else {
        waiting.push(found);
        bytes += found.bytes.length;
        if (workers !== undefined && expectedBytes(bytes, index + 1, files.length) >= workers.worthBytes)
          this.#pool ??= await startPool(this.request, workers, this.tools, files);
        if ((workers === undefined && !this.isBrief) || bytes >= BYTES_WAITING) {
          await this.#mapWaiting(waiting.splice(0));
          bytes = 0;
        }
      }
      await this.#turns.give();
      if (this.#isAborted) return;
    }
    await this.#mapWaiting(waiting);
  }

  async #mapWaiting(waiting: readonly OpenFile[]): Promise<void> {
    const left = this.#pool === undefined ? this.#inOrder(waiting) : await this.#mapInPool(this.#pool, waiting);
    for (const file of left) {
      const start = this.tools.now();
      const { isBrief } = this;
      this.#take(file, mapFile({ ...file, isBrief }, this.request.options.optionsFor(file.path), this.tools));
      this.tools.timing?.addFile(file.path, this.tools.now() - start);
      await this.#turns.give();
      if (this.#isAborted) return;
    }
  }

  /** A question about one place looks at the tree while there is one: its file is mapped on this thread. */
  async #mapInPool(pool: MapPool, waiting: readonly OpenFile[]): Promise<readonly OpenFile[]> {
    const { inquiry } = this.request;
    const isHere = ({ path }: OpenFile): boolean => inquiry instanceof Inquiry && inquiry.isAbout(path);
    const largestFirst = waiting.filter((file) => !isHere(file)).sort((a, b) => b.bytes.length - a.bytes.length);
    const take = (file: OpenFile, report: FileReport, told: ToldOfFile | undefined): void => {
      if (told !== undefined) this.#told.set(file.path, told);
      this.#take(file, report);
    };
    const left = await pool.map(this.#inOrder(largestFirst), take, () => this.isBrief);
    return [...left, ...waiting.filter(isHere)];
  }

  #inOrder(files: readonly OpenFile[]): readonly OpenFile[] {
    const { tools, request } = this;
    return this.isBrief ? likelyFirst(files, (path) => tools.rules.for(request.options.optionsFor(path))) : files;
  }

  /** In the order of files, whichever thread was first with its own. */
  #tellWitness(files: readonly DiscoveredFile[]): void {
    const { inquiry } = this.request;
    if (inquiry === undefined) return;
    for (const { path } of files) {
      const told = this.#told.get(path);
      if (told !== undefined) tell(inquiry, path, told);
    }
  }

  #take(file: OpenFile, report: FileReport): void {
    if (file.place !== undefined) this.request.shared?.keep(file.place, report);
    this.#add(report);
  }

  #add(report: FileReport): void {
    this.#reports.set(report.path, report);
    if (report.findings.length > 0 || report.suppressions.length > 0) this.isBrief = false;
    this.#tell();
  }

  /** What was not asked for is read for the sake of the rest, and nobody wants to hear of it. */
  #skip({ path, requested }: DiscoveredFile, notice: Notice): void {
    this.#reports.delete(path);
    if (requested) this.#skipped.push(notice);
  }

  #tell(): void {
    this.request.onProgress?.({
      phase: 'scanning',
      done: this.#reports.size + this.#skipped.length,
      total: this.#total,
    });
  }

  get #isAborted(): boolean {
    return this.request.signal?.aborted === true;
  }

  /** What another scan made of the same file, where that can be told without reading it. */
  #findShared({ path, kind, requested }: DiscoveredFile): FileReport | undefined {
    const { shared, stdin } = this.request;
    if (shared === undefined || stdin?.path === path) return undefined;
    const contentId = shared.contentId(this.tree, path);
    return contentId === undefined ? undefined : this.#asGood(shared.find({ path, kind, contentId, requested }));
  }

  /** A file with its bytes; what another scan made of the same bytes, or why it was not read. */
  #open(file: DiscoveredFile): OpenFile | FileReport | Notice {
    const { tools } = this;
    const { shared, stdin } = this.request;
    const start = tools.now();
    const bytes = this.#readContent(file);
    tools.timing?.addPhase('read', tools.now() - start);
    if (!(bytes instanceof Uint8Array)) return bytes;
    const { path, kind, requested } = file;
    if (shared === undefined || stdin?.path === path) return { ...file, bytes };
    const place = { path, kind, requested, contentId: shared.contentIdOf(bytes, this.tree, path) };
    return this.#asGood(shared.find(place)) ?? { ...file, bytes, place };
  }

  /** One that leaves out what somebody asks for by now is as good as none. */
  #asGood(report: FileReport | undefined): FileReport | undefined {
    return report?.isBrief === true && !this.isBrief ? undefined : report;
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
