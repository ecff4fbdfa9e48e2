/** Fields that a finding may carry beside those that its type promises: a record of an older and a newer tool is the same. */
import type { Finding, Location } from '../../findings/index.ts';

interface ComingFields {
  /** Other places that one joined finding stands for. */
  readonly places?: readonly Location[];
  readonly reach?: unknown;
  readonly cause?: unknown;
}

/** Every place that a finding names: its own, those that were joined into it, and its evidence. */
export function placesOf(finding: Finding & ComingFields): readonly Location[] {
  return [finding.location, ...(finding.places ?? []), ...finding.related, ...finding.flow];
}

export function reachOf({ reach }: Finding & ComingFields): string {
  return typeof reach === 'string' ? reach : '';
}

export function causeOf({ cause }: Finding & ComingFields): string {
  return typeof cause === 'string' ? cause : '';
}

/** `notebook.ipynb#3`: lines of a notebook count from their cell. */
export function fileOf({ path, cell }: Pick<Location, 'path' | 'cell'>): string {
  return cell === undefined ? path : `${path}#${cell}`;
}
