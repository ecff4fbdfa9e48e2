/** What a rule is shown, and how it shows what it found. */
import type { Module, Node, NodeKind, NodeOfKind } from '../ast/index.ts';
import type { DoubtId } from '../findings/doubts.ts';
import type { Edit, RelatedLocation } from '../findings/finding.ts';
import type { Harm } from '../findings/severity/harm.ts';
import type { Condition } from '../project/question.ts';
import type { SemanticModel } from '../semantics/model.ts';
import type { SourceText, Span } from '../text/index.ts';

/** One defect that is in the file which shows it. */
export interface PlainProblem {
  /** The construct at fault, small: one expression or a header, not a body. */
  readonly at: Node | Span;
  /** One present-tense fact with the names found, code in backticks, no full stop. */
  readonly message: string;
  /** A more concrete remedy than the rule's own. */
  readonly remedy?: string;
  /** What goes wrong here, where that is not what the rule says. */
  readonly harm?: Harm;
  /** Which of the kinds that `docs.severity` names, where that is not the first. */
  readonly kind?: string | undefined;
  /** Problems of the rule with one cause are reported as one finding, whatever files they are in: one secret, one missing module. */
  readonly cause?: string;
  /** What speaks against it. It lowers the confidence, and is reported with the finding. */
  readonly doubt?: DoubtId | undefined;
  readonly related?: readonly { readonly at: Node | Span; readonly message: string }[];
  readonly flow?: readonly { readonly at: Node | Span; readonly message: string }[];
  /** The code holds a secret: no output shows the texts in it, and its identity is its message, which must not tell it either. */
  readonly hidesCode?: true;
  readonly fix?: OfferedFix;
}

/** One defect, as a rule of ours reports it from the file it is in. */
export interface Problem extends PlainProblem {
  /** What the project must say before the finding counts. */
  readonly when?: Condition;
}

/**
 * A replacement of text in the file that a rule looks at; an insertion has an empty span. Line breaks are written `\n`. Without a text it
 * says that others must leave the place alone: an import that is relied on.
 */
export interface SpanEdit {
  readonly at: Span;
  readonly text: string | undefined;
}

/** A change that fixes a problem. The rule's documentation has its title and says how safe it is. */
export interface OfferedFix<E = SpanEdit> {
  readonly edits: readonly E[];
  /** Which of `docs.fixes` it is, where that is not the first. */
  readonly which?: number;
}

/**
 * Why a rule says nothing of a place: what the code itself shows for this value, on this path, in this program. Anything less
 * is a doubt, which lowers the confidence and silences nothing.
 */
export interface Proof<At = Node | Span> {
  /** The construct of which the rule would have told. */
  readonly at: At;
  /** One clause: "the traceback is logged". */
  readonly by: string;
  /** Where the proof stands, where that is another place. */
  readonly where?: At | undefined;
}

/** What a source rule sees of a file: the whole semantic model, its options, and the path to report. */
export interface SourceContext<Options = Readonly<Record<string, never>>, Reported = Problem> extends SemanticModel {
  readonly text: SourceText;
  readonly module: Module;
  readonly options: Options;
  report(problem: Reported): void;
  /** Says which proof silences the rule; kept only where someone asks (`auditlint why`). */
  proven(proof: Proof): void;
}

/** What is called for each node of a kind, in source order. */
export type Visitors<Options, Reported = Problem> = {
  readonly [K in NodeKind]?: (node: NodeOfKind<K>, ctx: SourceContext<Options, Reported>) => void;
};

/** What the map half of a project rule sees; it returns facts as plain JSON. */
export interface FactsContext extends SemanticModel {
  readonly text: SourceText;
  readonly module: Module;
  proven(proof: Proof): void;
}

/** A defect that a project rule reports; places are given by path, line and column, as facts and summaries carry them. */
export interface ProjectProblem {
  readonly at: Omit<RelatedLocation, 'message'>;
  readonly message: string;
  readonly remedy?: string;
  readonly harm?: Harm;
  readonly kind?: string | undefined;
  readonly cause?: string;
  /** The last line of what never runs, because this fails first. */
  readonly endsPathAt?: number;
  /** Nothing of the file runs for it, wherever in the file it stands. */
  readonly isOfFile?: true;
  /** As `Problem` has it. */
  readonly doubt?: DoubtId | undefined;
  readonly related?: readonly RelatedLocation[];
  readonly flow?: readonly RelatedLocation[];
  /** What keeps the fingerprint stable when lines move: names, never line numbers or a secret. Module and qualified names make a good key. */
  readonly key: string;
  /** The place holds a secret: no output shows the texts in it, or the value of the setting that it names. */
  readonly hidesCode?: true;
  readonly fix?: OfferedFix<Edit>;
}

/** What a project rule reads and reports with. */
export interface ProjectContext<Fact, Options = Readonly<Record<string, never>>> {
  readonly options: Options;
  /** Facts of all files, by path, in path order. */
  readonly facts: readonly { readonly path: string; readonly fact: Fact }[];
  report(problem: ProjectProblem): void;
  proven(proof: Proof<ProjectProblem['at']>): void;
}

/** One defect, as an artifact rule reports it. */
export interface ArtifactProblem extends Omit<PlainProblem, 'at' | 'related' | 'flow'> {
  readonly at: Span;
  readonly related?: readonly { readonly at: Span; readonly message: string }[];
}

/** What an artifact rule sees: one file, read to its model. */
export interface ArtifactContext<Model, Options = Readonly<Record<string, never>>> {
  readonly path: string;
  readonly text: SourceText;
  readonly artifact: Model;
  readonly options: Options;
  report(problem: ArtifactProblem): void;
  proven(proof: Proof<Span>): void;
}
