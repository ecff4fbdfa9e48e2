import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** A folder to scan, with the names that labels call it by. */
export interface Folder {
  readonly package: string;
  readonly version: string;
  readonly path: string;
}

export interface Arguments {
  readonly folders: readonly Folder[];
  /** Write `docs/measured.md` and the profiles of the labels. */
  readonly writes: boolean;
  /** `YYYY-MM-DD`: stands in the page and decides which suppressions have expired. */
  readonly date: string;
}

const USAGE = 'npm run measure -- [--write --date YYYY-MM-DD] <package-version | package-version=path>…';

/** Throws an Error with one sentence for what cannot be read. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { write: { type: 'boolean', default: false }, date: { type: 'string' } },
    allowPositionals: true,
  });
  const { write: writes, date = '' } = values;
  if (positionals.length === 0) throw new Error(`no folder: ${USAGE}`);
  if ((writes || date !== '') && !/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error(`no date: ${USAGE}`);
  return { folders: positionals.map(parseFolder), writes, date: date === '' ? '1970-01-01' : date };
}

/** `path/to/django-5.2.19`, or `cpython-3.11=/usr/lib/python3.11` where the folder is called otherwise. */
function parseFolder(text: string): Folder {
  const equals = text.indexOf('=');
  const path = resolve(equals === -1 ? text : text.slice(equals + 1));
  const name = equals === -1 ? basename(path) : text.slice(0, equals);
  const dash = name.lastIndexOf('-');
  if (dash < 1) throw new Error(`\`${name}\` names no package and version: ${USAGE}`);
  return { package: name.slice(0, dash), version: name.slice(dash + 1), path };
}
