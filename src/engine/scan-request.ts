import type { DiscoveryRequest } from '../discover/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import type { ParserChoice } from '../syntax/index.ts';
import type { ConcludedProject } from './conclude-file.ts';
import type { Failure } from './failure-notices.ts';
import type { KnownAnswers } from './known-answers.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';
import type { KnownReports } from './shared-reports.ts';
import type { Timing } from './timing.ts';
import type { Witness } from './witness.ts';
import type { Workers } from './workers/map-task.ts';

/** One scan of one repository. */
export interface ScanRequest extends Omit<DiscoveryRequest, 'stdinPath'> {
  readonly rules: readonly RegisteredRule[];
  readonly options: ScanOptions;
  /** Which binding parses; WebAssembly unless something else is asked for. */
  readonly parser?: ParserChoice;
  /** Scans this content as if it stood at `path` (relative to the root); `paths` is not read then. */
  readonly stdin?: { readonly path: string; readonly bytes: Uint8Array };
  /** Ends the scan without a report. */
  readonly signal?: AbortSignal;
  /** Where the user may interrupt what this thread is at, which learns of no `signal`. */
  readonly interrupts?: Interrupts;
  /** Called after each step, synchronously; keep it cheap. */
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Reports that scans of the same rules and options share; what is in it is not mapped again. */
  readonly shared?: KnownReports;
  /** What is in it is not concluded again. */
  readonly answers?: KnownAnswers;
  /** Threads that map beside this one; none where there are few files, or where `timing` or `onFault` is given. */
  readonly workers?: Workers;
  /** Collects how long phases and rules took; nothing of it enters the report. */
  readonly timing?: Timing;
  /** Takes down what was concluded at one place, or in some files. */
  readonly inquiry?: Witness;
  /** What is shown of a file, where more rules look at it than that. */
  readonly shows?: ScanOptions['optionsFor'];
  /** Tells of harm in code that nothing runs, too: of lines that someone is writing, or wrote for a test, the rest of the program is not there. */
  readonly reportsUnrun?: true;
  /** Given what single files can be concluded against, until the next scan. */
  readonly onConcluded?: (project: ConcludedProject) => void;
  /** Receives every fault of auditlint with its cause, for people who fix it. */
  readonly onFault?: (failure: Failure, path: string | undefined) => void;
}

/**
 * Interrupts of the process. Those who listen for them hear nothing while work lasts that gives nobody a turn; V8 can end it then, where nobody listens.
 */
export interface Interrupts {
  /** Nobody listens until the result is called: an interrupt ends the work, or between two pieces of it the process. */
  take(): () => void;
  /** Tells the listeners of one that they could not hear. One of them aborts `signal`. */
  notify(): void;
}

export interface ScanProgress {
  readonly phase: 'discovering' | 'scanning' | 'concluding';
  readonly done: number;
  /** 0 while discovering. */
  readonly total: number;
}

export type ScanOutcome =
  | { readonly kind: 'finished'; readonly report: ScanReport }
  /** The native parser was asked for and cannot be loaded: nothing was scanned. */
  | { readonly kind: 'no-parser'; readonly reason: string }
  /** `signal` was aborted: there is no report. */
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number }
  /** Paths of the request that do not exist or lie outside the root: nothing was scanned. */
  | {
      readonly kind: 'bad-paths';
      readonly missing: readonly string[];
      readonly outside: readonly string[];
    };
