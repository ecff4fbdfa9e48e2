/** What classes and modules keep: attributes, connections, resources, records, caches, and who touches them. */
export { givesData, isDataClass } from '../../knowledge/data-objects.ts';
export { isOfDriver, isOfFileDriver, UNSHARED_CONNECTORS } from '../../knowledge/database-drivers.ts';
export { HEAVY_OBJECTS, type HeavyCost } from '../../knowledge/heavy-objects.ts';
export { RECORD_BASES, RECORD_DECORATORS } from '../../knowledge/record-classes.ts';
export { ASKED_OF_CONNECTIONS, HELD_OPEN, type ResourceKind, SESSION_CLASSES } from '../../knowledge/resources.ts';
export type * from '../../semantics/state.ts';
export * from '../families/growing-state.ts';
export { type CacheStore, cacheStoresIn } from '../state/cache-stores.ts';
export { isChangedElsewhere } from '../state/changed-state.ts';
export {
  constructedClasses,
  familyWithout,
  isClosedModel,
  isSeenNowhere,
  modelFamilyWithout,
} from '../state/class-families.ts';
export { enumLacks } from '../state/closed-enums.ts';
export {
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  GIVING_BACK,
  isKeptConnection,
} from '../state/connections.ts';
export { isDataStore } from '../state/data-store.ts';
export { holdsRows, isMappedRead, queryGivenTo, statementGivenTo } from '../state/database-rows.ts';
export { type CheckedInsert, checkedInserts } from '../state/existence-checks.ts';
export { attributesReadIn, classesCompared, classesNamed, mayBeReadWhole, namesUsedIn } from '../state/field-reads.ts';
export { foreignClassOf, othersClassOf } from '../state/foreign-class.ts';
export { lastUseOf } from '../state/forgotten-openings.ts';
export { idleMethods, isItsOwn } from '../state/idle-methods.ts';
export { makesInterchangeable } from '../state/interchangeable.ts';
export { keepsAnswer, saysThatItKeeps } from '../state/kept-answers.ts';
export { whyKeptForAll } from '../state/kept-by-key.ts';
export { isKept } from '../state/kept-value.ts';
export { type Openness, opennessOf, opennessOfName } from '../state/key-openness.ts';
export { containerKeyedBy } from '../state/keyed-container.ts';
export { type LastingWrite, lastingWrites, writesThrough } from '../state/lasting-writes.ts';
export { type LateConstruction, lateConstructionOf } from '../state/late-construction.ts';
export { mayBeBrought, mayBeMadeOtherwise } from '../state/likely-families.ts';
export { instanceMadeBy, type MadeInstance } from '../state/made-instance.ts';
export { bringsRelated, holdsMappedRows, isMapperQuery, isRelatedQuery } from '../state/mapper-queries.ts';
export { givesItself, type MemberUse, memberUses } from '../state/member-uses.ts';
export { causesOfLacks, type MissedMember, missedMember } from '../state/missed-together.ts';
export { expectsMissing } from '../state/missing-attribute.ts';
export { type ModuleRebinding, moduleRebindings } from '../state/module-rebindings.ts';
export { moduleUpdateBy } from '../state/module-updates.ts';
export {
  lostRelation,
  type RelationFact,
  type RelationsFact,
  relationFactsIn,
} from '../state/nullable-relations.ts';
export { fatesOf, type ObjectFate } from '../state/object-fate.ts';
export { type Opened, openedIn } from '../state/opened-facts.ts';
export {
  isEndedByWith,
  isTakenFromPool,
  lifeOfOpened,
  localOpened,
  lockLife,
  lockTakenBy,
  nameOfWayOut,
  type OpenWayOut,
  openWayOut,
  type ResourceLife,
  resourceOpenedBy,
} from '../state/opened-resources.ts';
export { isOwnModule } from '../state/own-module.ts';
export { holdsProcessBound } from '../state/process-bound.ts';
export { waitThatGivesUp } from '../state/process-left.ts';
export { readTogether } from '../state/read-together.ts';
export { isPlainRecord, recordDecoratorOf, recordKindOf } from '../state/record-class.ts';
export { type CheckedWrite, checkedWrite } from '../state/remote-checks.ts';
export {
  hasRoutes,
  type RequestState,
  requestStates,
  requestStatesOfClass,
  requestStatesOfModule,
} from '../state/request-state.ts';
export {
  type CloserFact,
  closersIn,
  type EnteredOpening,
  enteredIn,
  isGivenForTransaction,
  isMadeOfOwner,
  type OpenerFact,
  type Opens,
  openedThrough,
  openersIn,
  resolveClosers,
  resolveOpeners,
} from '../state/resource-openers.ts';
export { type ResultWithout, resultWithout } from '../state/result-members.ts';
export { touchesShared } from '../state/shared-touch.ts';
export { temporaryLeftIn } from '../state/temporary-paths.ts';
export { isAugmented, unboundReads } from '../state/unbound-reads.ts';
export { type TableOfClass, tablesOf, type UniqueInMigration, uniqueInMigrations } from '../state/unique-columns.ts';
export { copiedWhole } from '../state/whole-copy.ts';
