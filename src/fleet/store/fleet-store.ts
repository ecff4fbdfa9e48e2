import type { Severity } from '../../findings/index.ts';

/** A place of a finding, as the store has it. */
export interface StoredPlace {
  /** Number of the finding in its scan, from 0; places of one cause share it. */
  readonly finding: number;
  /** Number of the place in the finding; the first is where the finding itself stands. */
  readonly place: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  readonly fingerprint: string;
}

/** What makes a scan another one. There is one result of each. */
export interface ScanKey {
  readonly repository: string;
  readonly commit: string;
  /** Of auditlint. */
  readonly version: string;
  /** As `optionsKey` writes them. */
  readonly options: string;
}

/** A scan, ready to be stored. */
export interface ScanResult extends ScanKey {
  /** In UTC, as `Date.toISOString` writes it. */
  readonly scannedAt: string;
  /** False where the scan ended with exit code 3. */
  readonly isComplete: boolean;
  readonly places: readonly StoredPlace[];
  /** The report as SARIF, compressed with gzip. */
  readonly sarif: Uint8Array;
}

/** How a repository stands: what was last found out about it. */
export interface RepositoryState {
  readonly repository: string;
  /** Rises each time that something was found out. */
  readonly checks: number;
  readonly checkedAt: string;
  /** The scan that holds for it; undefined while there was none. */
  readonly scan: StoredScan | undefined;
  /** Why the last try failed; undefined where it did not. */
  readonly failure: string | undefined;
}

export interface StoredScan extends ScanKey {
  readonly id: string;
  /** When it was first done, where it was done again because it was not complete. */
  readonly scannedAt: string;
  readonly isComplete: boolean;
}

/**
 * Keeps what a fleet found out. Each method is one transaction: it happens whole or not at all, and it may be repeated
 * without a second effect. Throws `FleetError` where the store cannot be had.
 */
export interface FleetStore {
  /**
   * Makes the stored scan of this key, if there is one, what holds for the repository; says whether there is. One that is not
   * complete is none: time or memory may have been short.
   */
  recall(key: ScanKey, checkedAt: string): Promise<boolean>;
  /** Stores a scan unless there is a complete one of its key, and makes that what holds for the repository. */
  record(result: ScanResult): Promise<void>;
  fail(repository: string, reason: string, checkedAt: string): Promise<void>;
  /** All repositories, by name. */
  states(): Promise<readonly RepositoryState[]>;
  /** How often something was found out about each repository, and why the last try failed. */
  checks(): Promise<ReadonlyMap<string, RepositoryChecks>>;
  /** How many findings of each severity the scan has that holds for a repository; nothing where it found none. */
  tally(): Promise<ReadonlyMap<string, Readonly<Partial<Record<Severity, number>>>>>;
  placesOf(scan: string): Promise<readonly StoredPlace[]>;
  /**
   * The newest scan with the same options that a repository had before a moment. Where it had gone back to an older commit by
   * then, whose scan was not done again, it is not the one that held: no history of that is kept.
   */
  scanBefore(repository: string, options: string, moment: string): Promise<StoredScan | undefined>;
  sarifOf(scan: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type RepositoryChecks = Pick<RepositoryState, 'checks' | 'failure'>;
