/** What every rule needs, `#kit`: how it is defined and what it reports. All else is in the groups, `#kit/<group>`. */
export * as z from 'zod';
export type {
  DoubtId,
  Finding,
  Harm,
  Location,
  Precision,
  Profile,
  RelatedLocation,
  RuleDocs,
  Severity,
} from '../findings/index.ts';
export type { FileRole } from '../semantics/context.ts';
export type * from '../semantics/model.ts';
export { providedThat, reachedFrom, SERVING, whereItServes } from './conditions.ts';
export { defineArtifactRule, defineProjectRule, defineSourceRule } from './define.ts';
export { defineQuestion } from './define-question.ts';
export { type Found, factsByFunction, functionKey, targetKey } from './facts-by-function.ts';
export { factsOfKind } from './facts-of-kind.ts';
export { fileStart } from './file-start.ts';
export { lastNames, rootNames } from './mentions.ts';
export { type PackedPlace, packPlace, unpackPlace } from './packed-place.ts';
export type * from './registered-rule.ts';
export { NOT_PRODUCTION, PRODUCTION } from './roles.ts';
export type * from './rule.ts';
