import type {
  Finding,
  Location,
  Notice,
  RuleDescription,
  ScanStatistics,
  SuppressedFinding,
} from '../findings/index.ts';

/** Everything a reporter is given. It is the same for all formats; none reads anything else. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** The scanned root as the user named it; paths of findings are relative to it. */
  readonly root: string;
  /** What leads from the root of the checkout to the scanned root: empty, or a path that ends in `/`. */
  readonly pathInCheckout: string;
  /** Rules that took part, sorted by name. */
  readonly rules: readonly RuleDescription[];
  /** Sorted by path, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Findings that are not shown because they were there before; what they hide stays hidden. */
  readonly known?: readonly Finding[];
  /** How many more the strict profile shows; absent where nobody knows. */
  readonly onlyInStrict?: number;
  /** How many are of a severity that was not asked for; absent where nobody knows. */
  readonly unselected?: number;
  readonly notices: readonly Notice[];
  readonly statistics: ScanStatistics;
  /** For `sourcesOf`, which covers secrets, and for places: no format shows what it reads here. */
  readonly readSource: SourceReader;
  /** Places of secrets that the texts alone do not show. */
  readonly secrets?: readonly Location[];
  /** False when lines of the sources are not shown; they still tell positions. */
  readonly showsSource?: boolean;
}

/** The bytes of a file of the root by its relative path; undefined when it can no longer be read. */
export type SourceReader = (path: string) => Uint8Array | undefined;
