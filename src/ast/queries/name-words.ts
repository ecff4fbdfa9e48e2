const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** The words of a name in lower case, written with underscores or with capitals: `is_api_key`, `isAPIKey`. */
export function wordsOfName(name: string): readonly string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}
