import type { DiscoveredFile } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';
import type { FileSource } from './file-source.ts';
import { Inquiry } from './inquiry.ts';
import type { SeenCode } from './look-at-code.ts';
import { type MapTools, mapFile } from './map-file.ts';
import { type ObservedFile, replayTo } from './observed-file.ts';
import { OpenFiles } from './open-files.ts';
import type { ScanRequest } from './scan-request.ts';
import type { Steps } from './steps.ts';
import { Turns } from './turns.ts';
import type { MapPool } from './workers/map-pool.ts';
import type { OpenFile, Workers } from './workers/map-task.ts';
import { startPool, workersFor } from './workers/start-pool.ts';

/** What the map half says of the files of a scan. */
export interface Mapped {
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
}

/** The map half of one scan. */
export class Mapping {
  readonly #reports = new Map<string, FileReport>();
  readonly #skipped: Notice[] = [];
  readonly #observed = new Map<string, ObservedFile>();
  #pool: MapPool | undefined;
  #total = 0;
  readonly #turns: Turns;

  constructor(
    readonly request: ScanRequest,
    readonly source: FileSource,
    readonly code: SeenCode,
    readonly tools: MapTools,
  ) {
    this.#turns = new Turns(request);
  }

  /** Over some of the files that were found. Throws `Interrupted`. */
  async all(files: readonly DiscoveredFile[]): Promise<Mapped> {
    this.#total = files.length;
    this.source.tree.expect(files.flatMap(({ path }) => (this.code.unread.has(path) ? [] : [path])));
    try {
      await this.#mapAll(files);
      this.#replayToWitness(files);
    } finally {
      void this.#pool?.end();
    }
    return { reports: [...this.#reports.values()], skipped: this.#skipped };
  }

  async #mapAll(files: readonly DiscoveredFile[]): Promise<void> {
    const workers = workersFor(this.request);
    for (const open = new OpenFiles(files); open.hasMore; ) {
      await this.#turns.all(this.#workHere(open, workers));
      if (this.#pool !== undefined) await this.#mapInPool(this.#pool, open.takeAll());
      else if (workers !== undefined && open.hasMore)
        this.#pool = await startPool(this.request, workers, this.tools, files);
    }
  }

  /** Reads files and maps them, as long as no threads are to do that. */
  *#workHere(open: OpenFiles, workers: Workers | undefined): Steps<void> {
    for (let file = open.next(); file !== undefined; file = open.next()) {
      const found = this.#asGood(this.code.unread.get(file.path)) ?? this.#open(file);
      if ('message' in found) this.#skip(file, found);
      else if ('schemaVersion' in found) this.#add(found);
      else open.add(found);
      if (this.#pool === undefined && workers !== undefined && open.expectedBytes >= workers.worthBytes) return;
      if (workers === undefined || open.isFull) {
        if (this.#pool !== undefined) return;
        yield* this.#mapHere(open.takeAll());
      }
      yield;
    }
    if (this.#pool === undefined) yield* this.#mapHere(open.takeAll());
  }

  *#mapHere(files: readonly OpenFile[]): Steps<void> {
    for (const file of files) {
      const start = this.tools.now();
      this.#take(file, mapFile(file, this.request.options.optionsFor(file.path), this.tools));
      this.tools.timing?.addFile(file.path, this.tools.now() - start);
      yield;
    }
  }

  /** A question about one place looks at the tree while there is one: its file is mapped on this thread. */
  async #mapInPool(pool: MapPool, waiting: readonly OpenFile[]): Promise<void> {
    const { inquiry } = this.request;
    const isHere = ({ path }: OpenFile): boolean => inquiry instanceof Inquiry && inquiry.isAbout(path);
    const largestFirst = waiting.filter((file) => !isHere(file)).sort((a, b) => b.bytes.length - a.bytes.length);
    const take = (file: OpenFile, report: FileReport, observed: ObservedFile | undefined): void => {
      if (observed !== undefined) this.#observed.set(file.path, observed);
      this.#take(file, report);
    };
    const left = await pool.map(largestFirst, take);
    await this.#turns.all(this.#mapHere([...left, ...waiting.filter(isHere)]));
  }

  /** In the order of files, whichever thread was first with its own. */
  #replayToWitness(files: readonly DiscoveredFile[]): void {
    const { inquiry } = this.request;
    if (inquiry === undefined) return;
    for (const { path } of files) {
      const observed = this.#observed.get(path);
      if (observed !== undefined) replayTo(inquiry, path, observed);
    }
  }

  #take(file: OpenFile, mapped: FileReport): void {
    const outline = this.code.outlines.get(file.path);
    const report = outline === undefined ? mapped : { ...mapped, outline };
    if (file.place !== undefined) this.request.shared?.keep(file.place, report);
    this.#add(report);
  }

  #add(report: FileReport): void {
    this.#reports.set(report.path, report);
    this.#reportProgress();
  }

  /** What was not asked for is read for the sake of the rest, and nobody wants to hear of it. */
  #skip({ path, requested }: DiscoveredFile, notice: Notice): void {
    if (requested) this.#skipped.push(notice);
  }

  #reportProgress(): void {
    this.request.onProgress?.({
      phase: 'scanning',
      done: this.#reports.size + this.#skipped.length,
      total: this.#total,
    });
  }

  /** A file with its bytes; what another scan made of the same bytes, or why it was not read. */
  #open(file: DiscoveredFile): OpenFile | FileReport | Notice {
    const { tools } = this;
    const { shared, stdin } = this.request;
    const start = tools.now();
    const bytes = this.source.content(file);
    tools.timing?.addPhase('read', tools.now() - start);
    if (!(bytes instanceof Uint8Array)) return bytes;
    const { path, kind, requested } = file;
    const opened = { ...file, bytes, isReached: this.code.reached.has(path) };
    if (shared === undefined || stdin?.path === path) return opened;
    const place = { path, kind, requested, contentId: shared.contentIdOf(bytes, this.source.tree, path) };
    return this.#asGood(shared.find(place)) ?? { ...opened, place };
  }

  /** One that was made when others reached the file is as good as none. */
  #asGood(report: FileReport | undefined): FileReport | undefined {
    const isGood = report !== undefined && (report.isReached === true) === this.code.reached.has(report.path);
    return isGood ? report : undefined;
  }
}
