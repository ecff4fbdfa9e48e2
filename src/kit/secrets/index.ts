/** Secrets, digests, keys, random numbers, and what loads code. */
export { hasPlaceForSecret, isExampleFile, randomSecretOfEnvFile, secretOfEnvFile } from './env-files.ts';
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
} from './made-up-secret.ts';
