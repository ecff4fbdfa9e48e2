/** Names: scopes, modules, imports and members, what they stand for and what nobody bound. */
export { isHiddenByPackage, isTakenBesideInPython2 } from './hidden-modules.ts';
export { type MembersSet, membersSet } from './members-set.ts';
export { isTakenByStar } from './star-over.ts';
