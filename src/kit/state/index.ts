/** What classes and modules keep: members, families of classes, caches, and objects that are dear to make. */
export { memberAbove } from './above-members.ts';
export {
  ambientOf,
  type CacheInput,
  cacheInputsOf,
  differsByObject,
  isSentByClient,
  outlivesObject,
  putInto,
} from './cache-inputs.ts';
export { type CacheStore, cacheStoresIn } from './cache-stores.ts';
export {
  constructedClasses,
  EMPTY_BASES,
  familyOf,
  familyWithout,
  isClosedModel,
  isSeenNowhere,
  modelFamilyWithout,
} from './class-families.ts';
export { dictsGiven, doubtByDicts, givenDicts, parameterOf } from './given-dicts.ts';
export { asGiven, doubtAgainstUse } from './givers.ts';
export {
  cachesResult,
  engineMadeBy,
  heavyCostOf,
  heavyMadeBy,
  isKeptBeyond,
  isWhereMissing,
  KEEPING,
} from './heavy-makers.ts';
export { doubtAtBringers, mayBeInherited, mayBeOtherwise } from './likely-families.ts';
export { backReferences, mappedFamilyWithout, refusedKeywords } from './mapped-families.ts';
export { gradeOfUse, type MemberUse, memberUses, returnsSelf } from './member-uses.ts';
export { awaitedPlain, functionWithout, resultWithout } from './result-members.ts';
