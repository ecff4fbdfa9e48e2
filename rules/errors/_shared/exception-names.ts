import { listedCode } from '#text/wording';

/** Qualified names of exceptions as a handler writes them, for a message: built-in ones need no module. */
export function quoteExceptions(names: readonly string[]): string {
  return listedCode(names.map((name) => name.replace(/^builtins\./, '')));
}
