/** Names: scopes, modules, imports and members, what they stand for and what nobody bound. */
export { isHiddenByPackage, isTakenBesideInPython2 } from './hidden-modules.ts';
export { type MembersSet, membersSet } from './members-set.ts';
export { NAME_TABLES, namesSet } from './names-set.ts';
export { isTakenByStar } from './star-over.ts';
export {
  expectsUnbound,
  isBoundInPython2,
  isNeverEvaluated,
  mayBePython2,
  standsInAnnotation,
} from './unbound-by-design.ts';
