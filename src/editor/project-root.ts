import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPythonParser } from '../ast/lower/index.ts';
import { type PreparedScan, prepareScan } from '../audit/index.ts';
import {
  DiskTree,
  type FileKind,
  type FileTree,
  fileKindOf,
  isPythonFileKind,
  OverlayTree,
  pathUnder,
} from '../discover/index.ts';
import {
  type ConcludedProject,
  DEFAULT_LIMITS,
  type MapTools,
  maxBytesAt,
  RulePreparation,
  type ScanOutcome,
  type ScanReport,
  type ScanRequest,
  scan,
} from '../engine/index.ts';
import type { Profile } from '../findings/index.ts';
import { decodePython, decodeText } from '../text/decode.ts';
import type { EditorHost, StoredReports } from './editor-host.ts';
import { LastScan } from './last-scan.ts';
import { LatestReports } from './latest-reports.ts';
import { bytesOf } from './text-bytes.ts';

/** What files hold in the editor, by path below the root; the others are as the disk has them. */
export type OpenTexts = ReadonlyMap<string, string>;

/** How a scan is followed and given up. */
export type ScanControl = Required<Pick<ScanRequest, 'signal'>> & Pick<ScanRequest, 'onProgress'>;

/** A folder of the workspace: its configuration, and its project as the last scan found it. */
export class ProjectRoot {
  /** Through no link; `folder` is as the client names it. */
  readonly root: string;
  readonly #known = new Map<'check' | 'why', LatestReports>();
  #prepared: PreparedScan | undefined;
  /** Until the first scan has gone by it. */
  #stored: StoredReports | undefined;
  #leftOut: string | undefined;
  #day = '';
  #last: LastScan | undefined;

  constructor(
    readonly folder: string,
    readonly host: EditorHost,
    readonly profile: Profile | undefined,
  ) {
    this.root = realpathSync(folder);
  }

  /** The path of a file below it; undefined for those elsewhere. */
  pathOf(file: string): string | undefined {
    return pathUnder(this.folder, file) ?? pathUnder(this.root, file);
  }

  /** The absolute path of a file, as the client would name it. */
  fileOf(path: string): string {
    return resolve(this.folder, path);
  }

  /** Lets go of the configuration, and of all that was found under it. */
  forget(): void {
    this.#known.clear();
    this.#prepared = undefined;
  }

  /** Throws `ConfigurationError`. */
  get prepared(): PreparedScan {
    const today = this.host.today();
    if (this.#prepared === undefined || this.#day !== today) {
      this.#prepared = this.prepare({ profile: this.profile, paths: [] });
      this.#day = today;
      this.#stored = this.host.remember(this.#prepared, this.profile);
      this.#leftOut = this.#stored?.leftOut;
      this.#known.set('check', new LatestReports(this.#stored?.reports));
    }
    return this.#prepared;
  }

  /** The configured scan of some files, or of all, in another profile than the configured one where that is given. */
  prepare({
    profile,
    paths,
  }: {
    readonly profile: Profile | undefined;
    readonly paths: readonly string[];
  }): PreparedScan {
    const prepared = prepareScan({
      root: this.root,
      paths: paths.map((path) => join(this.root, path)),
      rules: this.host.rules,
      configurationFile: undefined,
      commandLine: { ignore: [], ...(profile !== undefined && { profile }) },
      exclude: [],
      respectsGitIgnore: true,
      patience: LONGEST_SCAN_STEP,
      today: this.host.today(),
      showPath: (file) => file,
    });
    // Nothing calls yet what is being written.
    return { ...prepared, request: { ...prepared.request, reportsUnrun: true } };
  }

  /** What earlier scans for the same purpose found in the files: to ask why, other rules look at other files. */
  known(purpose: 'check' | 'why'): LatestReports {
    const known = this.#known.get(purpose) ?? new LatestReports();
    this.#known.set(purpose, known);
    return known;
  }

  /** Whether the disk has a file. */
  has(path: string): boolean {
    return new DiskTree(this.root).has(path);
  }

  /** What a file holds on the disk; undefined where it cannot be read as text. */
  textOf(path: string): string | undefined {
    const limits = this.#prepared?.request.options.limits ?? DEFAULT_LIMITS;
    const content = new DiskTree(this.root).read(path, maxBytesAt(path, limits));
    if (content.kind === 'skipped') return undefined;
    const kind = fileKindOf(path);
    if (kind !== undefined && !isPythonFileKind(kind)) return decodeText(content.bytes);
    const decoded = decodePython(content.bytes);
    return decoded.kind === 'text' ? decoded.content : undefined;
  }

  treeOf(texts: OpenTexts): FileTree {
    const disk: FileTree = new DiskTree(this.root);
    return new OverlayTree(disk, new Map([...texts].map(([path, text]) => [path, bytesOf(text)])));
  }

  /** Runs a scan of the root as it is in the editor. Undefined when it was given up. */
  async run(request: ScanRequest, control: ScanControl): Promise<ScanReport | undefined> {
    const { parser, workers } = this.host;
    return reportOf(await scan({ ...request, ...control, parser, ...(workers !== undefined && { workers }) }));
  }

  /** Scans the project; false when it was given up. */
  async scan(texts: OpenTexts, control: ScanControl): Promise<boolean> {
    const { prepared } = this;
    const known = this.known('check');
    const leftOut = this.#leftOut;
    let project: ConcludedProject | undefined;
    const kinds = new Map<string, FileKind>();
    const report = await this.run(
      {
        ...prepared.request,
        ...(leftOut !== undefined && { leftOut }),
        tree: this.treeOf(texts),
        shared: known,
        answers: {
          find: () => undefined,
          keep: ({ discovery }) => {
            for (const { path, kind } of discovery.files) kinds.set(path, kind);
          },
        },
        onConcluded: (concluded) => {
          project = concluded;
        },
      },
      control,
    );
    if (report === undefined || project === undefined) return false;
    known.keepOnly(new Set(kinds.keys()));
    this.#stored?.save();
    known.forgetStored();
    this.#stored = undefined;
    const tools = await this.#tools(prepared.request);
    this.#last = new LastScan(prepared, project, kinds, this.host.withoutBaseline(report, prepared), tools);
    return true;
  }

  /** Undefined before the first scan. */
  get last(): LastScan | undefined {
    return this.#last;
  }

  async #tools({ rules, options }: ScanRequest): Promise<MapTools> {
    return {
      parser: await loadPythonParser(this.host.parser),
      rules: new RulePreparation(rules),
      limits: { ...options.limits, maxFileMilliseconds: LONGEST_KEYSTROKE },
      now: () => performance.now(),
      timing: undefined,
      onFault: undefined,
    };
  }
}

/** Milliseconds after which what is left to do with a file is left to the next save. */
const LONGEST_KEYSTROKE = 3000;

/** The same for a whole scan, in which a rule of a plug-in may take ten seconds: nobody is answered until it ends. */
const LONGEST_SCAN_STEP = 12_000;

function reportOf(outcome: ScanOutcome): ScanReport | undefined {
  switch (outcome.kind) {
    case 'finished':
      return outcome.report;
    case 'interrupted':
      return undefined;
    case 'no-parser':
      throw new Error(outcome.reason);
    case 'bad-paths':
      throw new Error(`no such file: ${[...outcome.missing, ...outcome.outside].join(', ')}`);
  }
}
