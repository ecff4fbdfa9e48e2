import type { PreparedScan } from '../audit/index.ts';
import { groupBy } from '../collections/index.ts';
import type { FileKind } from '../discover/index.ts';
import {
  type ConcludedProject,
  concludeFile,
  type FileConclusion,
  LineShift,
  type MapTools,
  mapFile,
  maxBytesAt,
  type ScanReport,
} from '../engine/index.ts';
import { type Finding, keyOf } from '../findings/index.ts';
import { bytesOf } from './text-bytes.ts';

/** What a scan of a root found, and what a file that is edited since is concluded against. */
export class LastScan {
  readonly #byPath = new Map<string, FileConclusion>();
  /** By path, what was said of files that took too long: until the next scan nobody waits for them again. */
  readonly #slow = new Map<string, FileConclusion>();
  readonly #known: ReadonlyMap<string, readonly Finding[]>;

  constructor(
    readonly prepared: PreparedScan,
    readonly project: ConcludedProject,
    /** Of all files that were read. */
    readonly kinds: ReadonlyMap<string, FileKind>,
    readonly report: ScanReport,
    readonly tools: MapTools,
  ) {
    const { findings, suppressed, notices, known } = report;
    const placed = groupBy(findings, ({ location }) => location.path);
    const kept = groupBy(suppressed, ({ finding }) => finding.location.path);
    const noted = groupBy(notices, ({ path = '' }) => path);
    this.#known = groupBy(known, ({ location }) => location.path);
    for (const path of new Set([...placed.keys(), ...kept.keys(), ...noted.keys()])) {
      this.#byPath.set(path, {
        findings: placed.get(path) ?? [],
        suppressed: kept.get(path) ?? [],
        notices: noted.get(path) ?? [],
      });
    }
  }

  /** Files that there is something to say of; '' is what concerns none. */
  get paths(): Iterable<string> {
    return this.#byPath.keys();
  }

  conclusionOf(path: string): FileConclusion {
    return this.#byPath.get(path) ?? NOTHING;
  }

  /** What there is to say of a file that held `before` when it was scanned. */
  conclude(path: string, before: string, text: string): FileConclusion {
    const kind = this.kinds.get(path);
    if (kind === undefined || before === text) return this.conclusionOf(path);
    const slow = this.#slow.get(path);
    if (slow !== undefined) return slow;
    const { options } = this.prepared.request;
    const bytes = bytesOf(text);
    const most = maxBytesAt(path, options.limits);
    if (bytes.length > most) {
      const message = `larger than ${most} bytes (${bytes.length}): not scanned`;
      return { ...NOTHING, notices: [{ kind: 'too-large', path, message }] };
    }
    const file = { path, kind, bytes, requested: true, isReached: this.project.reached.has(path) };
    const report = mapFile(file, options.optionsFor(path), this.tools);
    const concluded = concludeFile(this.prepared.request, report, this.project, new LineShift(before, text));
    const conclusion = { ...concluded, findings: this.#withoutKnown(path, concluded.findings) };
    if (report.notices.some(({ kind: each }) => each === 'too-slow')) this.#slow.set(path, conclusion);
    return conclusion;
  }

  /** A baseline holds so many equal findings of a file, wherever in it. */
  #withoutKnown(path: string, findings: readonly Finding[]): readonly Finding[] {
    const left = (this.#known.get(path) ?? []).map(keyOf);
    if (left.length === 0) return findings;
    return findings.filter((finding) => {
      const at = left.indexOf(keyOf(finding));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  }
}

const NOTHING: FileConclusion = { findings: [], suppressed: [], notices: [] };
