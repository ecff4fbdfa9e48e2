import { ADDED_MODULES } from './standard-library.ts';

/** From which version of Python on something is there. Source: https://docs.python.org/3/whatsnew/, and `Requires-Python` on PyPI, as of November 2026. */

/** Names of the standard library, and the version that brought them. */
export const NAMES_SINCE: ReadonlyMap<string, string> = new Map([
  ...ADDED_MODULES,
  ...Object.entries({
    '3.9': 'functools.cache',
    '3.10': 'typing.TypeAlias typing.ParamSpec typing.Concatenate typing.TypeGuard itertools.pairwise',
    '3.11':
      'typing.Self typing.LiteralString typing.Never typing.assert_never typing.Required typing.NotRequired typing.reveal_type typing.assert_type enum.StrEnum datetime.UTC asyncio.TaskGroup asyncio.Runner asyncio.timeout asyncio.Barrier',
    '3.12': 'typing.override itertools.batched typing.TypeAliasType collections.abc.Buffer',
    '3.13': 'typing.TypeIs typing.ReadOnly copy.replace warnings.deprecated',
  }).flatMap(([version, names]) => names.split(' ').map((name) => [name, version] as const)),
]);

/** Releases of a distribution from this one on need a newer Python. */
const DISTRIBUTIONS: ReadonlyMap<string, readonly (readonly [release: string, python: string])[]> = new Map(
  Object.entries({
    numpy: '1.25=3.9 2.1=3.10 2.3=3.11',
    pandas: '2.1=3.9 3.0=3.11',
    scipy: '1.11=3.9 1.14=3.10 1.16=3.11',
    'scikit-learn': '1.4=3.9 1.7=3.10 1.8=3.11',
    matplotlib: '3.8=3.9 3.10=3.10',
    networkx: '3.2=3.9 3.3=3.10 3.5=3.11',
    django: '4.0=3.8 5.0=3.10 6.0=3.12',
    ipython: '8.13=3.9 8.19=3.10 9.0=3.11',
    contourpy: '1.2=3.9 1.3.1=3.10 1.3.3=3.11',
    'scikit-image': '0.22=3.9 0.25=3.10',
    xarray: '2023.2.0=3.9 2024.9.0=3.10 2025.7.0=3.11',
  }).map(([name, text]) => [name, text.split(' ').map((pair) => pair.split('=') as [string, string])]),
);

/** The version of Python that a release of a distribution (normalised name) needs. */
export function pythonNeededBy(distribution: string, isReached: (release: string) => boolean): string | undefined {
  return DISTRIBUTIONS.get(distribution)?.findLast(([release]) => isReached(release))?.[1];
}
