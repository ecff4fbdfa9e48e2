/**
 * What plug-ins see, `auditlint/kit`: one face of the groups. What is here is kept, and told in `docs/kit.md`; everything else of
 * the kit changes as our own rules need it.
 */
export {
  ancestors,
  argumentValues,
  attributeChain,
  booleanConstant,
  callKeyword,
  commentsWithin,
  type Decorator,
  type Def,
  decoratorsOf,
  defsOf,
  docstringOf,
  dottedName,
  hasUnpackedArguments,
  headerSpan,
  holds,
  isGenerator,
  isInFinally,
  isNone,
  isWithin,
  lastName,
  nameSpan,
  namesIn,
  nodesOf,
  numberConstant,
  type Parameter,
  parametersOf,
  shortText,
  stringConstant,
  walk,
  withoutAwait,
} from '../ast/index.ts';
/** Every kind of node of the tree. */
export type * from '../ast/nodes.generated.ts';
export type { DoubtId } from '../findings/doubts.ts';
export type { Location, Precision, Profile, RelatedLocation, Severity } from '../findings/finding.ts';
export type { RuleDocs } from '../findings/rule-docs.ts';
export type { Harm } from '../findings/severity/harm.ts';
export type { FileRole } from '../semantics/context.ts';
export { callsWithin, holdsInOwnCode, walkOwnCode } from '../semantics/effects/calls-within.ts';
export type { SemanticModel } from '../semantics/model.ts';
export type { SourceText } from '../text/source-text.ts';
export type { Position, Span } from '../text/span.ts';
export { factsOfKind } from './facts-of-kind.ts';
export { lastNames, rootNames } from './mentions.ts';
export { type PackedPlace, packPlace, unpackPlace } from './packed-place.ts';
export {
  definePlugin,
  definePluginArtifactRule as defineArtifactRule,
  definePluginProjectRule as defineProjectRule,
  definePluginSourceRule as defineSourceRule,
  KIT_VERSION as kitVersion,
  type Plugin,
  type PluginArtifacts,
  type PluginRule,
  type PluginSourceContext as SourceContext,
  type PluginVisitors as Visitors,
} from './plugin/define-plugin.ts';
export type { OptionValues, PluginOption, PluginOptions } from './plugin/options.ts';
export type { PluginModule, PluginProject, PluginRequirement } from './plugin/plugin-project.ts';
export { NOT_PRODUCTION, PRODUCTION } from './roles.ts';
export type {
  ArtifactContext,
  ArtifactProblem,
  FactsContext,
  OfferedFix,
  PlainProblem as Problem,
  ProjectContext,
  ProjectProblem,
  Proof,
  SpanEdit,
} from './rule.ts';
