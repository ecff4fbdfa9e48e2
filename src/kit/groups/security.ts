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
export { hasPlaceForSecret, isExampleFile, randomSecretOfEnvFile, secretOfEnvFile } from '../secrets/env-files.ts';
export {
  HOST,
  isBehindRefusal,
  isCalledMadeUp,
  isForHost,
  isForRemoteHost,
  isNamedMadeUp,
  isRefusedLater,
  isRemoteHost,
  wordsBeside,
} from '../secrets/made-up-secret.ts';
