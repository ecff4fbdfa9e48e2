import type { ArtifactKind, ArtifactModels } from '../artifacts/index.ts';
import type { RuleDocs } from '../findings/index.ts';
import type { OwnQuestion } from '../project/index.ts';
import type { FileRole } from '../semantics/index.ts';
import type { ArtifactRule, OptionsOf, OptionsSchema, ProjectRule, SourceRule } from './registered-rule.ts';
import type { ArtifactContext, Visitors } from './rule.ts';

/**
 * A rule that looks at the typed nodes of one Python file. `visit` has one function per node kind; the engine walks each
 * file once for all rules, and leaves a rule out of files whose role it skips or
 * that use none of the identifiers it looks for.
 */
export function defineSourceRule<S extends OptionsSchema | undefined = undefined>(rule: {
  readonly docs: RuleDocs;
  readonly options?: S;
  readonly skips?: readonly FileRole[];
  readonly mentions?: readonly string[];
  readonly questions?: readonly OwnQuestion[];
  readonly visit: Visitors<OptionsOf<S>>;
}): SourceRule {
  // The engine parses options with the rule's own schema before it calls `visit`, so the wider type is safe.
  return {
    type: 'source',
    docs: rule.docs,
    options: rule.options,
    skips: new Set(rule.skips),
    mentions: rule.mentions ?? [],
    questions: rule.questions ?? [],
    visit: rule.visit,
  } as unknown as SourceRule;
}

/** A rule that gathers facts in each Python file and decides once over the whole project. */
export function defineProjectRule<Fact = never, S extends OptionsSchema | undefined = undefined>(rule: {
  readonly docs: RuleDocs;
  readonly options?: S;
  readonly skips?: readonly FileRole[];
  readonly facts?: ProjectRule<Fact, S>['facts'];
  readonly check: ProjectRule<Fact, S>['check'];
}): ProjectRule {
  // Facts come back from JSON as what `facts` returned, and options are parsed with the rule's own schema.
  return {
    type: 'project',
    docs: rule.docs,
    options: rule.options,
    skips: new Set(rule.skips),
    facts: rule.facts,
    check: rule.check,
  } as unknown as ProjectRule;
}

/** A rule that looks at one typed artifact: a Dockerfile, a compose file, a workflow. */
export function defineArtifactRule<K extends ArtifactKind, S extends OptionsSchema | undefined = undefined>(rule: {
  readonly docs: RuleDocs;
  readonly options?: S;
  readonly artifact: K;
  readonly check: (ctx: ArtifactContext<ArtifactModels[K], OptionsOf<S>>) => void;
}): ArtifactRule {
  // The engine calls `check` with models of the declared kind and parsed options, so the wider types are safe.
  return {
    type: 'artifact',
    docs: rule.docs,
    options: rule.options,
    artifact: rule.artifact,
    check: rule.check,
  } as unknown as ArtifactRule;
}
