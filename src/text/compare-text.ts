/** Orders texts by code units: the same everywhere, unlike the order of a locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
