/** What the reader of TOML takes of `eslint-visitor-keys`. */
export const unionWith = (keys: Readonly<Record<string, readonly string[]>>) => keys;
