import type { Artifact } from '../artifacts/index.ts';
import type { CellStart } from '../ast/notebook.ts';
import type { Honoured } from '../config/index.ts';
import type { FileKind } from '../discover/index.ts';
import type { Finding, Harm, Location, Notice } from '../findings/index.ts';
import type { Condition, Grade, ModuleSummary } from '../project/index.ts';
import type { FileOutline } from '../semantics/index.ts';

/** Raised when the shape or meaning of a FileReport changes, so that caches and shards of another version are refused. */
export const FILE_REPORT_SCHEMA_VERSION = 6;

/**
 * Everything that crosses from map to reduce. Plain JSON; depends on nothing but the file's path and bytes, whether production reaches
 * it, the tool's version and the file's effective options.
 */
export interface FileReport {
  readonly schemaVersion: number;
  readonly path: string;
  readonly kind: FileKind;
  /** `failed` files could not be read as what they are: they have a notice that says why, and nothing else. */
  readonly outcome: 'parsed' | 'partly-parsed' | 'failed';
  readonly bytes: number;
  readonly lines: number;
  readonly findings: readonly MappedFinding[];
  /** On what its findings depend, each once: a file may ask the same in hundreds of them. */
  readonly conditions?: Conditions | undefined;
  readonly suppressions: readonly SuppressionComment[];
  readonly notices: readonly Notice[];
  /** Places of secrets that the text alone does not show; never what is there. */
  readonly secrets?: readonly Location[];
  /** Facts by name of the project rule that asked for them. */
  readonly facts: Readonly<Record<string, readonly unknown[]>>;
  /** Rules that ran to their end on this file, in the order in which they ran; only these may call a suppression unused. */
  readonly rulesRun: readonly string[];
  readonly summary?: ModuleSummary;
  /** It was mapped as what production code imports or something starts. */
  readonly isReached?: true;
  /** What decides which others are. */
  readonly outline?: FileOutline;
  /** Modules that a file which is not Python may name. */
  readonly mentions?: readonly string[];
  /** Modules that a document shows. */
  readonly documented?: readonly string[];
  /** The code cells of a notebook. The project counts the lines of all of them together. */
  readonly cells?: readonly CellStart[];
  /** What a file that is not Python says, with the offsets of its lines, by which its places are reported. */
  readonly artifact?: Artifact & { readonly lineStarts: readonly number[] };
}

/** What of a report the project model and the rules about the project are made of. */
export type FileForProject = Pick<FileReport, 'path' | 'facts' | 'summary' | 'mentions' | 'documented' | 'artifact'>;

/** A finding before the project was asked, its severity was graded, and equal ones were counted. */
export interface MappedFinding
  extends Omit<Finding, 'fingerprint' | 'severity' | 'grading' | 'confidence' | 'profile' | 'places' | 'fix'> {
  readonly harm: Harm;
  /** Which of the kinds that its rule distinguishes, where that is not the first. */
  readonly kind?: string;
  /** The last line of what never runs, because this fails first. */
  readonly endsPathAt?: number;
  /** Nothing of the file runs for it: it is where the file is imported. */
  readonly isOfFile?: true;
  /** What the fingerprint is made of, hashed: rule, scope and code, without the ordinal. */
  readonly key: string;
  /** Its place among the conditions of the report. */
  readonly when?: number;
  readonly fix?: MappedFix;
}

export interface Conditions {
  /** In JSON, by which the project knows what it answered. */
  readonly questions: readonly string[];
  readonly conditions: readonly MappedCondition[];
}

export interface MappedCondition {
  /** Its place among the questions. */
  readonly question: number;
  readonly yes: MappedGrade;
  readonly no: MappedGrade;
  /** Absent where it is as for no. */
  readonly unknown?: MappedGrade;
}

/** A number is the place of a further condition. */
export type MappedGrade = Exclude<Grade, Condition> | number;

/** A fix without what the documentation of its rule says: these cross threads, caches and shards by the thousand. */
export interface MappedFix {
  /** Which of the rule's kinds of fix it is. */
  readonly which: number;
  readonly edits: readonly MappedEdit[];
  /** Without a text, as it stays. */
  readonly keeps?: readonly MappedEdit[];
}

/** The new text, and where: the path is that of the finding where none is named. */
export type MappedEdit = readonly [
  text: string,
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
  path?: string,
];

/** A comment `# auditlint: ignore[rule, …] reason` or `# auditlint: ignore-file[…] reason`, good or malformed. */
export interface SuppressionComment {
  readonly scope: 'line' | 'file';
  /** The tool that it was written for, where that is another. */
  readonly by?: Honoured;
  /** Empty when the comment names none, which is malformed. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day on which it holds. */
  readonly until?: string;
  /** What is wrong with the comment's form; a malformed comment suppresses nothing. */
  readonly problem?: string;
  /** Place of the comment itself. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly cell?: number;
  /** What takes it away. */
  readonly removal?: MappedEdit;
  /** Columns of the rules between its brackets. */
  readonly list?: readonly [start: number, end: number];
  /** Lines that it covers, inclusive (of its cell in a notebook); the whole file for scope `file`. */
  readonly firstLine: number;
  readonly lastLine: number;
}
