/** The rule author's one door, `#kit`. */
export { z } from 'zod';
export * from '../ast/index.ts';
export type { Finding, Location, Profile, RelatedLocation, RuleDocs, Severity } from '../findings/index.ts';
export type * from '../project/index.ts';
export type * from '../semantics/index.ts';
export type { Position, SourceText, Span } from '../text/index.ts';
export { defineArtifactRule, defineProjectRule, defineSourceRule } from './define.ts';
export type * from './rule.ts';
