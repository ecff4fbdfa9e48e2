/** What earlier runs found, kept in a folder: read only where it is ours and fits, written so that nothing is ever half there. */
export { buildId } from './build-id.ts';
export { CacheFolder, DEFAULT_FOLDER, MAX_BYTES } from './cache-folder.ts';
export { digestOptions } from './cached-reports.ts';
export { contentDigest, digest } from './digest.ts';
export { CacheRefusal } from './refusal.ts';
export { type CacheContext, ScanCache } from './scan-cache.ts';
export { userFolder } from './user-folder.ts';
export { type CacheUser, userKey } from './user-key.ts';
