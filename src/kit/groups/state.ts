/** What classes and modules keep: attributes, connections, resources, records, caches, and who touches them. */
export { givesData, isDataClass } from '../../knowledge/data-objects.ts';
export {
  CONNECTORS,
  isOfDriver,
  isOfFileDriver,
  OF_ONE_THREAD_OBJECTS,
  UNSHARED_CONNECTORS,
} from '../../knowledge/database-drivers.ts';
export type { HeavyCost } from '../../knowledge/heavy-objects.ts';
export { MEMORY_STORES } from '../../knowledge/memory-stores.ts';
export { RECORD_BASES, RECORD_DECORATORS } from '../../knowledge/record-classes.ts';
export { type ResourceKind, SESSION_CLASSES } from '../../knowledge/resources.ts';
export type * from '../../semantics/state.ts';
export { classBelow, memberAbove, methodAbove } from '../state/above-members.ts';
export {
  ambientOf,
  type CacheInput,
  cacheInputsOf,
  differsByObject,
  isSentByClient,
  outlivesObject,
  putInto,
} from '../state/cache-inputs.ts';
export { type CacheStore, cacheStoresIn } from '../state/cache-stores.ts';
export {
  constructedClasses,
  EMPTY_BASES,
  familyOf,
  familyWithout,
  isClosedModel,
  isSeenNowhere,
  modelFamilyWithout,
} from '../state/class-families.ts';
export {
  beginsTransaction,
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  GIVING_BACK,
  isKeptConnection,
  TAKING,
} from '../state/connections.ts';
export {
  holdsRows,
  isMappedRead,
  isMappedRows,
  queryGivenTo,
  statementGivenTo,
  tableAsked,
  tableWritten,
} from '../state/database-rows.ts';
export { dictsGiven, doubtByDicts, givenDicts, parameterOf } from '../state/given-dicts.ts';
export { asGiven, doubtAgainstUse } from '../state/givers.ts';
export {
  engineMadeBy,
  heavyCostOf,
  heavyMadeBy,
  isKeptBeyond,
  isWhereMissing,
  KEEPING,
  keepsWhatItGives,
} from '../state/heavy-makers.ts';
export { isCacheCleared, keepsForever } from '../state/kept-forever.ts';
export { doubtAtBringers, mayBeBrought, mayBeOtherwise } from '../state/likely-families.ts';
export { backReferences, mappedFamilyWithout, refusedKeywords } from '../state/mapped-families.ts';
export { bringsRelated, holdsMappedRows, isMapperQuery, isRelatedQuery } from '../state/mapper-queries.ts';
export { givesItself, gradeOfUse, type MemberUse, memberUses } from '../state/member-uses.ts';
export { isOwnModule } from '../state/own-module.ts';
export { isPlainRecord, recordDecoratorOf, recordKindOf } from '../state/record-class.ts';
export { awaitedPlain, functionWithout, type ResultWithout, resultWithout } from '../state/result-members.ts';
export { sharedName } from '../state/shared-name.ts';
export { isDropped, rootName, storesBehind } from '../state/store-access.ts';
