/**
 * Class of an object as the parts of this folder pass it around: a qualified class name, NONE for `None`, undefined for
 * unknown.
 */
export type ObjectClass = string | undefined;

/** The class of `None`; it never stands against another class (`x: X | None`, `self.x = None` before the real one). */
export const NONE = 'types.NoneType';

/** The one class among several possible ones, `None` aside; undefined when one is unknown or two differ, whatever the others are. */
export function unite(classes: Iterable<ObjectClass>): ObjectClass {
  let united: string | undefined;
  let isEmpty = true;
  for (const each of classes) {
    isEmpty = false;
    if (each === undefined) return undefined;
    if (each === NONE || each === united) continue;
    if (united !== undefined) return undefined;
    united = each;
  }
  return united ?? (isEmpty ? undefined : NONE);
}
