import type { FileKind } from '../../discover/index.ts';
import type { LoadedPlugin } from '../../kit/index.ts';
import type { ParserChoice } from '../../syntax/index.ts';
import type { FileReport } from '../file-report.ts';
import type { FileInput } from '../map-file.ts';
import type { ObservedFile } from '../observed-file.ts';
import type { FileOptions, ScanLimits } from '../scan-options.ts';
import type { SharedPlace } from '../shared-reports.ts';

/** How many threads may map, and the script that they run: the registry is in it. */
export interface Workers {
  readonly jobs: number;
  /** Absolute path of a bundled module that exports what `serveMapping` returns as `map`. */
  readonly script: string;
  /** Heap of one thread, beyond which the file that it has is lost; what V8 takes by default when undefined. */
  readonly heapMegabytes?: number;
  /** Files of so many bytes together are worth starting threads for. */
  readonly worthBytes: number;
}

/** What every worker is given when it starts. Survives a structured clone. */
export interface WorkerSetup {
  readonly parser: ParserChoice | undefined;
  /** The plug-ins of the scan, which the script loads. */
  readonly plugins: readonly LoadedPlugin[];
  /** Names of the rules of the scan, all of which the script has to know. */
  readonly rules: readonly string[];
  /** The options that hold somewhere; a task says which of them hold for its file. */
  readonly options: readonly FileOptions[];
  readonly limits: ScanLimits;
}

/** One file for a worker. */
export interface MapTask {
  readonly path: string;
  readonly kind: FileKind;
  readonly requested: boolean;
  readonly isReached: boolean;
  /** A copy that the worker gets for itself. */
  readonly bytes: Uint8Array;
  /** Index into the options of the setup. */
  readonly options: number;
  /** Whether someone wants to know what the rules made of it. */
  readonly hasInquiry: boolean;
}

/** What a worker answers: the report, and what a witness is to receive. */
export interface MapAnswer {
  readonly report: FileReport;
  readonly observed?: ObservedFile;
}

/** A file that was read and waits to be mapped. */
export interface OpenFile extends FileInput {
  /** Where its report is kept for other scans. */
  readonly place?: SharedPlace;
}
