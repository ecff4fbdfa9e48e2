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
export * from '../families/growing-state.ts';
export { classBelow, memberAbove, methodAbove } from '../state/above-members.ts';
export { askedBehind, type HandsFact, lazyRead, type PlaceOfFact } from '../state/asked-elsewhere.ts';
export {
  type BuiltProtection,
  namesRead,
  protectionsBuilt,
  readBesideProtections,
} from '../state/built-protections.ts';
export {
  type CacheInput,
  cacheInputsOf,
  differsByObject,
  isSentByClient,
  outlivesObject,
} from '../state/cache-inputs.ts';
export { type CacheStore, cacheStoresIn } from '../state/cache-stores.ts';
export { changedReadOf, unequalReadOf, unkeyedReadsOf } from '../state/cached-functions.ts';
export { isChangedElsewhere } from '../state/changed-state.ts';
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
  isKeptConnection,
} from '../state/connections.ts';
export { statementGivenTo, tableAsked, tableWritten } from '../state/database-rows.ts';
export { fetchedSingly } from '../state/fetched-singly.ts';
export { type GenericViewFact, genericViewsIn } from '../state/generic-views.ts';
export { dictsGiven, doubtByDicts, givenDicts, parameterOf } from '../state/given-dicts.ts';
export { asGiven, doubtAgainstUse } from '../state/givers.ts';
export {
  engineMadeBy,
  heavyCostOf,
  heavyMadeBy,
  isKeptBeyond,
  isWhereMissing,
  keepsWhatItGives,
} from '../state/heavy-makers.ts';
export {
  extensionsWithoutApplication,
  type IdleGuard,
  idleGuardsIn,
  initialisedIn,
} from '../state/idle-guards.ts';
export { partsLeftOut } from '../state/input-parts.ts';
export { askedForItems, giverOfItems, isBatch, whyNothingGained } from '../state/item-loops.ts';
export { type AskingFact, asksOrPasses, type ItemRead, itemNames, itemReadIn } from '../state/item-reads.ts';
export { keepsAnswer, saysThatItKeeps } from '../state/kept-answers.ts';
export { comesWithCache, isCompared, isLifetime, mayBeForAll } from '../state/kept-by-key.ts';
export { isCacheCleared, keepsForever } from '../state/kept-forever.ts';
export { givesRights, refusalBySession, rightAskedOnce, rightsKeptIn } from '../state/kept-rights.ts';
export { isKept } from '../state/kept-value.ts';
export { type Openness, opennessOf, opennessOfName } from '../state/key-openness.ts';
export { containerKeyedBy } from '../state/keyed-container.ts';
export {
  type LazyRelationsFact,
  lazyRelationsIn,
  type RowReaderFact,
  type RowReadsFact,
  rowReadsOf,
} from '../state/lazy-relations.ts';
export { doubtAtBringers, mayBeBrought, mayBeOtherwise } from '../state/likely-families.ts';
export { backReferences, mappedFamilyWithout, refusedKeywords } from '../state/mapped-families.ts';
export { isMapperQuery, isRelatedQuery } from '../state/mapper-queries.ts';
export { givesItself, gradeOfUse, type MemberUse, memberUses } from '../state/member-uses.ts';
export { objectNamesOf } from '../state/objects-by-name.ts';
export { type Opened, openedIn } from '../state/opened-facts.ts';
export type { OpenWayOut, ResourceLife } from '../state/opened-resources.ts';
export { isOwnModule } from '../state/own-module.ts';
export { type OwnedClassFact, ownedClassesIn, ownerName } from '../state/owned-classes.ts';
export { type RowsFact, rowsIn } from '../state/owned-rows.ts';
export { isPlainRecord, recordDecoratorOf, recordKindOf } from '../state/record-class.ts';
export { type GrowingRedisList, growingRedisLists } from '../state/redis-lists.ts';
export {
  type CloserFact,
  closersIn,
  type EnteredOpening,
  isGivenForTransaction,
  isMadeOfOwner,
  type OpenerFact,
  type Opens,
  openedThrough,
  openersIn,
  resolveClosers,
  resolveOpeners,
} from '../state/resource-openers.ts';
export { awaitedPlain, functionWithout, type ResultWithout, resultWithout } from '../state/result-members.ts';
export { deletesRows } from '../state/row-deletions.ts';
export { isAbout, type LoadedRow, RowReading } from '../state/row-reading.ts';
export { servedRowOf } from '../state/served-rows.ts';
export { sharedName } from '../state/shared-name.ts';
export { isDropped, rootName, storesBehind } from '../state/store-access.ts';
export { type Asked, askedInTests, setElsewhere, type ToldAnswer, toldAnswers } from '../state/told-answers.ts';
export { copiedWhole } from '../state/whole-copy.ts';
