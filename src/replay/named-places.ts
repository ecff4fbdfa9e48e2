/** Where the names stand that a claim gives: in its files, else wherever they are told apart from all others. */

import { type NamedPlace, namedIn, servedIn } from './code-names.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/** In the files that the document names; a name that those do not hold, where it is defined elsewhere. */
export function namedPlaces(
  names: readonly string[],
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly NamedPlace[] {
  return names.flatMap((name) => {
    const near = files.flatMap((file) => namedIn([name], file));
    // A plain word in backticks is too often no name at all.
    const last = name.split('.').at(-1) ?? name;
    const isOnlyLine = near.length === 1 && code.filesWith(last).length === 1;
    if (near.length > 0) return near.map((each) => ({ ...each, isOnly: isOnlyLine }));
    if (files.length > 0 && !/[._]|[a-z][A-Z]/.test(name)) return near;
    const places = code.filesWith(last).flatMap((file) => namedIn([name], file).map((place) => ({ file, place })));
    const defining = places.filter(({ file, place }) => place.isDefinition || !file.isPython || SETTING.test(name));
    const told = defining.length > 0 ? defining : /[._]/.test(name) ? places : [];
    const found = few((isOneFile(told) || name.includes('.') ? told : defining).map(({ place }) => place));
    const isOnly = told.length === places.length && told.some(({ file }) => !imports(name, file)) && isOneFile(told);
    if (found.length > 0) return isOnly ? found.map((place) => ({ ...place, isOnly })) : found;
    return calledInCapitals(name, files, code) ?? prefixedSetting(name, files);
  });
}

const isOneFile = (places: readonly { readonly file: CodeFile }[]): boolean =>
  new Set(places.map(({ file }) => file)).size === 1;

/** What a library is asked for stands wherever it is used, and is nobody's own. */
function imports(name: string, { text }: CodeFile): boolean {
  const [root = name] = name.split('.');
  return (
    name.includes('.') &&
    [...text.content.matchAll(/^[ \t]{0,80}(?:import|from) (\w+)/gm)].some(([, module]) => module === root)
  );
}

/** A command of a protocol is a method of its client: `BRPOP`. */
function calledInCapitals(
  name: string,
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly NamedPlace[] | undefined {
  if (!/^[A-Z]{4,}$/.test(name)) return undefined;
  const method = name.toLowerCase();
  const asked = files.length > 0 ? files : code.filesWith(method);
  const found = asked.flatMap((file) => (file.text.content.includes(`.${method}(`) ? namedIn([method], file) : []));
  return found.length === 0 ? undefined : few(found);
}

/** A class of settings may give all its fields one prefix: `SHOP_STORE_ACCESS_KEY` sets `access_key`. */
function prefixedSetting(name: string, files: readonly CodeFile[]): readonly NamedPlace[] {
  if (!SETTING.test(name)) return [];
  const found = files.flatMap((file) =>
    file.constructs
      .filter(({ kind, name: field }) => kind === 'variable' && /[a-z]_/.test(field) && isEndOf(name, field))
      .map(({ lines }) => ({ path: file.path, name, lines, isDefinition: true, isAlone: true })),
  );
  return few(found);
}

const isEndOf = (setting: string, field: string): boolean => setting.endsWith(`_${field.toUpperCase()}`);

/** Defined by whoever starts the program, read where it counts. */
const SETTING = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** A name that more places define tells of none. */
const MOST_DEFINITIONS = 3;

/** In the files that the document names, else where it is defined at all. */
export function definedPlaces(
  names: readonly string[],
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly NamedPlace[] {
  return names.flatMap((name) => {
    const definedIn = (file: CodeFile): readonly NamedPlace[] =>
      namedIn([name], file).filter(({ isDefinition }) => isDefinition);
    const near = files.flatMap(definedIn);
    return near.length > 0 ? near : few([...code.filesWith(name)].flatMap(definedIn));
  });
}

export function servedPlaces(
  routes: readonly string[],
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly NamedPlace[] {
  return routes.flatMap((route) => {
    const near = files.flatMap((file) => servedIn(route, file));
    const end = route.slice(route.lastIndexOf('/'));
    return near.length > 0 ? near : few([...code.filesWith(end)].flatMap((file) => servedIn(route, file)));
  });
}

const few = (places: readonly NamedPlace[]): readonly NamedPlace[] => (places.length <= MOST_DEFINITIONS ? places : []);
