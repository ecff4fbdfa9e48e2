/** Secrets: files that hold them, and values that are made up. */
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
export { secretIn, type WrittenSetting } from './written-secret.ts';
