import type { CacheUser } from '../cache/index.ts';

/** Whose process this is. */
export const CACHE_USER: CacheUser & { readonly runtime: string } = {
  uid: process.getuid?.(),
  platform: process.platform,
  runtime: process.version,
};
