/** How a package brings rules of its own. All of it is plain data, which is checked when the package is loaded. */
import type { ComposeFile } from '../../artifacts/compose/compose-file.ts';
import type { Dockerfile } from '../../artifacts/dockerfile/dockerfile.ts';
import type { RequirementsFile } from '../../artifacts/requirements/requirements-file.ts';
import type { Workflow } from '../../artifacts/workflow/workflow.ts';
import type { RuleDocs } from '../../findings/rule-docs.ts';
import type { FileRole } from '../../semantics/context.ts';
import type { ArtifactContext, FactsContext, PlainProblem, ProjectContext, SourceContext, Visitors } from '../rule.ts';
import type { OptionValues, PluginOptions } from './options.ts';
import type { PluginProject } from './plugin-project.ts';

/** The version of the kit. It is raised where a plug-in that was written for the one before may no longer run. */
export const KIT_VERSION = 2;

/** A rule of a plug-in, as `defineSourceRule` and the like make it. */
export interface PluginRule {
  readonly type: 'source' | 'project' | 'artifact';
  readonly docs: RuleDocs;
  readonly options?: PluginOptions;
}

/** What a package exports by default. */
export interface Plugin {
  /** Of the kit that it was written for: 2. */
  readonly kitVersion: number;
  /** In lower case, with hyphens. It is the category of the rules: `--select NAME` runs all of them. */
  readonly name: string;
  /** By name, which comments and configurations write: it names the defect, in lower case, with hyphens. */
  readonly rules: Readonly<Record<string, PluginRule>>;
}

/** The files that artifact rules of plug-ins can look at, read to their models. */
export interface PluginArtifacts {
  readonly compose: ComposeFile;
  readonly dockerfile: Dockerfile;
  readonly requirements: RequirementsFile;
  readonly workflow: Workflow;
}

/** A package of rules: `export default definePlugin({ kitVersion: 2, name: 'acme', rules: { … } })`. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}

/** What a source rule sees of a file: the whole semantic model, its options, and the path to report. */
export type PluginSourceContext<Options = Readonly<Record<string, never>>> = SourceContext<Options, PlainProblem>;

/** What is called for each node of a kind, in source order. */
export type PluginVisitors<Options> = Visitors<Options, PlainProblem>;

/** A rule that looks at the typed nodes of one Python file: `visit` has one function per kind of node. */
export function definePluginSourceRule<const O extends PluginOptions = Readonly<Record<never, never>>>(rule: {
  readonly docs: RuleDocs;
  readonly options?: O;
  /** Roles of files that it has nothing to say of. */
  readonly skips?: readonly FileRole[];
  /** Identifiers of which a file must use or import one; none: it looks at every file. */
  readonly mentions?: readonly string[];
  readonly visit: PluginVisitors<OptionValues<O>>;
}): PluginRule {
  return { type: 'source', ...rule };
}

/** A rule that gathers facts (plain JSON) in each Python file, and decides once over the whole repository. */
export function definePluginProjectRule<
  Fact = never,
  const O extends PluginOptions = Readonly<Record<never, never>>,
>(rule: {
  readonly docs: RuleDocs;
  readonly options?: O;
  /** Roles of files of which no facts are gathered. */
  readonly skips?: readonly FileRole[];
  readonly facts?: (file: FactsContext) => readonly Fact[];
  readonly check: (project: PluginProject, ctx: ProjectContext<Fact, OptionValues<O>>) => void;
}): PluginRule {
  return { type: 'project', ...rule };
}

/** A rule that looks at one file that is not Python, read to its model. */
export function definePluginArtifactRule<
  K extends keyof PluginArtifacts,
  const O extends PluginOptions = Readonly<Record<never, never>>,
>(rule: {
  readonly docs: RuleDocs;
  readonly options?: O;
  readonly artifact: K;
  readonly check: (ctx: ArtifactContext<PluginArtifacts[K], OptionValues<O>>) => void;
}): PluginRule {
  return { type: 'artifact', ...rule };
}
