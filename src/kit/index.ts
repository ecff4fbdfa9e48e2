/** The rule author's one door, `#kit`. */
export { z } from 'zod';
export * from '../ast/index.ts';
export type { Finding, Location, Profile, RelatedLocation, RuleDocs, Severity } from '../findings/index.ts';
export { isRandomText, isStandIn, type SecretKind, secretKindOf, secretShapeOf } from '../knowledge/secrets.ts';
export type * from '../project/index.ts';
export type * from '../semantics/index.ts';
export type { Position, SourceText, Span } from '../text/index.ts';
export { partsOfAnswer } from './answer-parts.ts';
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from './command-line.ts';
export { defineArtifactRule, defineProjectRule, defineSourceRule } from './define.ts';
export { type Fallback, fallbackOf, nameOfPlace } from './fallback.ts';
export * from './families/first-use.ts';
export * from './families/growing-state.ts';
export { isModelText } from './model-text.ts';
export { isRestrictedNamespace } from './restricted-namespace.ts';
export { NOT_PRODUCTION } from './roles.ts';
export type * from './rule.ts';
