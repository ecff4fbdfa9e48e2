/** Why a folder cannot be a cache, as the end of a sentence. */
export class CacheRefusal extends Error {}
