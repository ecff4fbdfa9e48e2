/** What a rule `mentions`, taken from the qualified names it looks for. */

/** `create_task` of `asyncio.create_task`: whoever calls it writes that, or imports it by that. */
export function lastNames(qualifiedNames: Iterable<string>): string[] {
  return [...new Set(Array.from(qualifiedNames, (name) => name.slice(name.lastIndexOf('.') + 1)))];
}

/** `asyncio` of `asyncio.create_task`: whoever calls it imports that; not for builtins, which nobody imports. */
export function rootNames(qualifiedNames: Iterable<string>): string[] {
  return [...new Set(Array.from(qualifiedNames, (name) => name.split('.', 1)[0] ?? name))];
}
