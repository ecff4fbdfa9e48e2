/** Secrets, digests, keys, random numbers, and what loads code. */
export { CODE_LOADERS } from '../../knowledge/code-loaders.ts';
export { MODEL_LOADERS } from '../../knowledge/model-loaders.ts';
export { NUMPY_DRAWS, PREDICTABLE_DRAWS, SEEDERS } from '../../knowledge/random-generators.ts';
export { mayHoldSecret } from '../../knowledge/secret-files.ts';
export { SECRET_GENERATORS } from '../../knowledge/secret-generators.ts';
export {
  isChosenPassword,
  isIssuedToProgram,
  isPasswordHash,
  isPasswordName,
  isRandomText,
  isWeakSecret,
  isWordLike,
  mayBeForPublic,
  namesItself,
  type SecretKind,
  secretKindOf,
  secretShapeOf,
} from '../../knowledge/secrets.ts';
export { saidByToken } from '../../knowledge/token-claims.ts';
export { limitsMetIn } from '../../semantics/limits.ts';
export { hostWithPassword, opensLittle, secretWithin } from '../secrets/address-password.ts';
export { boundNameAround, namesKnown } from '../secrets/bound-name.ts';
export {
  callsLeadingTo,
  certificateAsked,
  saysUnchecked,
  switchedOffForAll,
  uncheckedByAddress,
} from '../secrets/certificate-checks.ts';
export { isClauseOfQuery, isOneByOne, sidesOf } from '../secrets/compared-sides.ts';
export { computedSource } from '../secrets/computed-value.ts';
export { digestedBy, keyedDigestIn, makesDigest } from '../secrets/digests.ts';
export { hasPlaceForSecret, isExampleFile, randomSecretOfEnvFile, secretOfEnvFile } from '../secrets/env-files.ts';
export {
  firstPasswordBeside,
  isOfPassingAccount,
  passwordOfAccount,
  passwordOfMadeAccount,
} from '../secrets/first-account.ts';
export { isAskedOfStrangers, onlyAnswersChallenge, passwordOfGate } from '../secrets/gate-password.ts';
export { guessableNames } from '../secrets/guessable-value.ts';
export { opensAccount } from '../secrets/issued-access.ts';
export { type DerivationStep, type DerivedKey, derivationOf } from '../secrets/key-derivation.ts';
export {
  isBehindRefusal,
  isCalledMadeUp,
  isForHost,
  isForRemoteHost,
  isNamedMadeUp,
  isRefusedLater,
  isRemoteHost,
  wordsBeside,
} from '../secrets/made-up-secret.ts';
export { isSetForItself } from '../secrets/own-environment.ts';
export { answersPickle, isOwnPickle, ownSaveOf } from '../secrets/own-pickle.ts';
export { isBesideItsIdentifier, isBesideRemoteHost, isShownToService } from '../secrets/presented-secret.ts';
export { isComparedAsSecret } from '../secrets/query-credentials.ts';
export { isRestrictedNamespace } from '../secrets/restricted-namespace.ts';
export { secretMakerOf } from '../secrets/secret-maker.ts';
export { HTTP_METHODS, ownSecretSent, urlOf } from '../secrets/sent-secret.ts';
export { tableAround } from '../secrets/table-around.ts';
export { secretIn, type ToldSecret } from '../secrets/told-secret.ts';
export { type ToldWhole, valuesTold, wholeTold } from '../secrets/told-secrets.ts';
export {
  conditionOfUse,
  MINOR_SECRET,
  PERHAPS_PUBLIC,
  SECRET_USED_HERE,
  whereAsked,
  whereOpened,
  whereSessionsAreSigned,
  whereTokensAreSigned,
} from '../secrets/use-of-secret.ts';
export { isVerifiedBefore } from '../secrets/verified-before.ts';
export { secretByUse } from '../secrets/weak-key.ts';
export {
  isForDebugging,
  isLaidOverForWork,
  isOfClient,
  onlyReports,
  whyUnused,
} from '../secrets/where-it-counts.ts';
