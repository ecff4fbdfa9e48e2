/** How a rule is written, one definition per file, and how the engine knows it. */
import type { z } from 'zod';
import type { ArtifactKind } from '../artifacts/index.ts';
import type { FirstSight, PluginOrigin, RuleDocs } from '../findings/index.ts';
import type { OwnQuestion, ProjectModel } from '../project/index.ts';
import type { FileRole } from '../semantics/index.ts';
import type { ArtifactContext, FactsContext, ProjectContext, Visitors } from './rule.ts';

/** Of either form of zod. */
export type OptionsSchema = z.core.$ZodObject;
export type OptionsOf<S extends OptionsSchema | undefined> = S extends OptionsSchema
  ? z.output<S>
  : Readonly<Record<string, never>>;

export interface SourceRule<S extends OptionsSchema | undefined = OptionsSchema | undefined> {
  readonly type: 'source';
  readonly docs: RuleDocs;
  readonly options: S;
  /** Roles of files that the rule has nothing to say of: the engine does not show them to it. */
  readonly skips: ReadonlySet<FileRole>;
  /** Identifiers of which a file must use or import one, or the rule has nothing to say of it; none: it looks at every file. */
  readonly mentions: readonly string[];
  /** Of its own, or of its category's, that its findings ask. */
  readonly questions: readonly OwnQuestion[];
  readonly visit: Visitors<OptionsOf<S>>;
}

export interface ProjectRule<Fact = unknown, S extends OptionsSchema | undefined = OptionsSchema | undefined> {
  readonly type: 'project';
  readonly docs: RuleDocs;
  readonly options: S;
  /** Roles of files of which no facts are gathered. */
  readonly skips: ReadonlySet<FileRole>;
  /** The map half; left out by rules that the module summaries suffice. */
  readonly facts: ((file: FactsContext) => readonly Fact[]) | undefined;
  readonly check: (project: ProjectModel, ctx: ProjectContext<Fact, OptionsOf<S>>) => void;
}

export interface ArtifactRule<S extends OptionsSchema | undefined = OptionsSchema | undefined> {
  readonly type: 'artifact';
  readonly docs: RuleDocs;
  readonly options: S;
  readonly artifact: ArtifactKind;
  readonly check: (ctx: ArtifactContext<unknown, OptionsOf<S>>) => void;
}

export type Rule = SourceRule | ProjectRule | ArtifactRule;

/** A rule with its identity, which is its path: `rules/<category>/<name>.ts`. */
export interface RegisteredRule {
  readonly name: string;
  readonly category: string;
  readonly rule: Rule;
  /** What readers said of its findings; absent where nobody has read any. */
  readonly firstSight?: FirstSight;
  /** Absent where it is one of ours. */
  readonly plugin?: LoadedPlugin;
}

/** A plug-in that was found and loaded. Plain JSON. */
export interface LoadedPlugin extends PluginOrigin {
  /** Address of the module, for threads that load it too. */
  readonly entry: string;
  /** Stands for all of its content. */
  readonly digest: string;
}
