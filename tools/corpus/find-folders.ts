import { join } from 'node:path';
import { ForeignHistory } from '../git/foreign-history.ts';
import type { Arguments } from './arguments.ts';
import { fetchSdist } from './fetch-sdist.ts';
import type { Folder } from './folder.ts';
import { normalName, readPackages } from './packages.ts';
import { findStandardLibrary } from './standard-library.ts';

const STANDARD_LIBRARY = 'cpython';
const AUDITED = 'tensafe';
/** The commit that was audited. */
const AUDITED_COMMIT = '0f57f5c';

/** The folders that the arguments name: pinned packages, which are fetched, and folders that lie somewhere. */
export async function findFolders(wanted: Arguments, log: (progress: string) => void): Promise<Folder[]> {
  const { packages, cache, index, tensafe, folders } = wanted;
  const pins = readPackages(wanted.pins);
  rejectUnknown(wanted, [...pins.map(({ name }) => name), STANDARD_LIBRARY, AUDITED]);
  const isWanted = (name: string): boolean => packages?.map(normalName).includes(name) ?? true;
  const found: Folder[] = [];
  for (const pin of pins.filter(({ name }) => isWanted(name))) {
    const path = await fetchSdist(pin, cache, index, () => log(`${pin.name} ${pin.version}: downloading`));
    found.push({ package: pin.name, version: pin.version, path });
  }
  const library = isWanted(STANDARD_LIBRARY) ? findStandardLibrary() : undefined;
  if (library !== undefined) found.push(library);
  else if (isWanted(STANDARD_LIBRARY)) log('no python3 on this machine: its standard library is left out');
  if (tensafe !== undefined && isWanted(AUDITED)) {
    const path = await new ForeignHistory(tensafe, join(cache, AUDITED)).unpack(AUDITED_COMMIT);
    found.push({ package: AUDITED, version: AUDITED_COMMIT, path });
  }
  return [...found, ...folders];
}

function rejectUnknown({ packages, tensafe }: Arguments, known: readonly string[]): void {
  const unknown = packages?.find((name) => !known.includes(normalName(name)));
  if (unknown !== undefined) throw new Error(`\`${unknown}\` is not among the pinned packages`);
  if (packages?.includes(AUDITED) === true && tensafe === undefined) {
    throw new Error(`\`${AUDITED}\` needs --tensafe <git dir>`);
  }
}
