/** What an expression is worth and where it goes: constants, types, flow, numbers and loops. */
export { LAYER_VARIABLES, MODEL_DIMENSIONS } from '../../knowledge/model-dimensions.ts';
export { SIZE_NAMES, upperBoundAt } from '../../semantics/flow/upper-bounds.ts';
export type * from '../../semantics/flow.ts';
export type * from '../../semantics/types.ts';
export { versionTest } from '../../semantics/values/version-test.ts';
export type * from '../../semantics/values.ts';
