/** What lists of exact versions hold for others: `pip freeze` writes down whatever is installed. */
import { requirementsOfDistribution } from '../../knowledge/brought-distributions.ts';
import { importNamesOf } from '../../knowledge/import-names.ts';
import type { Requirement } from '../../project/index.ts';
import { isImported } from './third-party-names.ts';

/** An exact version of what another one of the list requires: it holds that version, and is there with or without it. */
export const isTransitiveOf = (declared: readonly Requirement[], { distribution, specifier }: Requirement): boolean =>
  specifier.startsWith('==') &&
  declared.some(({ distribution: other, extras }) =>
    [other, ...extras.map((extra) => `${other}[${extra}]`)].some((each) =>
      requirementsOfDistribution(each)?.includes(distribution),
    ),
  );

/**
 * So many exact versions of what nobody imports are what `pip freeze` wrote: of each many bring others. So is a list,
 * exact or not, that names what only other packages want.
 */
export function isFrozen(declared: readonly Requirement[], imported: ReadonlySet<string>): boolean {
  if (declared.length < 8) return false;
  const exact = declared.filter(({ specifier }) => specifier.startsWith('=='));
  const known = declared.filter(({ distribution }) => importNamesOf(distribution) !== undefined);
  const foreign = known.filter(({ distribution }) => isImported(distribution, imported) === false);
  const isForOthers = ({ distribution }: Requirement): boolean =>
    NEVER_WANTED.has(distribution) && !imported.has(distribution.replaceAll('-', '_'));
  if (declared.filter(isForOthers).length > 1) return true;
  return exact.length >= declared.length * 0.8 && foreign.length * 3 > known.length;
}

/** What only other packages want. */
const NEVER_WANTED: ReadonlySet<string> = new Set(
  'annotated-types charset-normalizer contourpy cycler httpcore idna kiwisolver markupsafe mpmath oauthlib pycparser sniffio wrapt'.split(
    ' ',
  ),
);
