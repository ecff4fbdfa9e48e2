/**
 * Whether a name, without what it is in, is written as PEP 8 has classes written ("CapWords"): `Client`, `_Pool`,
 * `S3Client`, and neither `client` nor `CLIENT` nor `T`.
 */
export const isCapWords = (name: string): boolean => /^_*[A-Z]\w*[a-z]/.test(name);

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** The words of a name in lower case, written with underscores or with capitals: `is_api_key`, `isAPIKey`. */
export function wordsOfName(name: string): readonly string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}
