/** Members that are set from outside their class, and names that a package or a star hides. */
export { isHiddenByPackage, isTakenBesideInPython2 } from './hidden-modules.ts';
export { type MembersSet, membersSet } from './members-set.ts';
export { isTakenByStar } from './star-over.ts';
