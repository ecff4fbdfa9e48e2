/** What a rule `mentions`, taken from the qualified names it looks for. */

/** `create_task` of `asyncio.create_task`: the identifier that a call or an import of it contains. */
export function lastNames(qualifiedNames: Iterable<string>): string[] {
  return [...new Set(Array.from(qualifiedNames, (name) => name.slice(name.lastIndexOf('.') + 1)))];
}

/** `asyncio` of `asyncio.create_task`: the module that a caller imports. Not for builtins, which are not imported. */
export function rootNames(qualifiedNames: Iterable<string>): string[] {
  return [...new Set(Array.from(qualifiedNames, (name) => name.split('.', 1)[0] ?? name))];
}
