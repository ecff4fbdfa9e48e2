import type { Finding, Location } from '../../src/findings/index.ts';

/** Every place that a finding names: its own, those of the same cause, and its evidence. */
export function placesOf({ location, places = [], related, flow }: Finding): readonly Location[] {
  return [location, ...places.map((place) => place.location), ...related, ...flow];
}

/** The rules that a finding speaks for: its own, and those of what it keeps from running. */
export function rulesOf({ rule, places = [] }: Finding): readonly string[] {
  return [...new Set([rule, ...places.flatMap((place) => place.rule ?? [])])];
}

/** `notebook.ipynb#3`: lines of a notebook count from their cell. */
export function fileOf({ path, cell }: Pick<Location, 'path' | 'cell'>): string {
  return cell === undefined ? path : `${path}#${cell}`;
}
