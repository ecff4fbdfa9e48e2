/** Names: scopes, modules, imports and members, what they stand for and what nobody bound. */
export { isBuiltLater } from '../../knowledge/built-modules.ts';
export { DOCUMENTED_UNDERSCORES } from '../../knowledge/documented-underscores.ts';
export { LOOKED_FOR_NAMES } from '../../knowledge/looked-for-names.ts';
export {
  NEEDED_ARGUMENTS,
  REMOVED_KEYWORDS,
  REMOVED_NAMES,
  type Removal,
} from '../../knowledge/removed-library-names.ts';
export { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
export { firstPartyOf } from '../../semantics/effects/first-party.ts';
export { importsModule } from '../../semantics/names/imports-module.ts';
export type * from '../../semantics/names.ts';
export { isHiddenByPackage, isTakenBesideInPython2 } from '../names/hidden-modules.ts';
export { type MembersSet, membersSet } from '../names/members-set.ts';
export { NAME_TABLES, namesSet } from '../names/names-set.ts';
export { isTakenByStar } from '../names/star-over.ts';
export {
  expectsUnbound,
  isBoundInPython2,
  isNeverEvaluated,
  mayBePython2,
  standsInAnnotation,
} from '../names/unbound-by-design.ts';
