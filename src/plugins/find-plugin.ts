/** Where a plug-in lies, and what stands for its content; nothing of it runs here. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contentOfPackage } from './plugin-content.ts';
import { PluginError } from './plugin-error.ts';

/** A plug-in that someone named. Plain JSON. */
export interface PluginPlace {
  /** As it was named. */
  readonly shownAs: string;
  /** Address of its module. */
  readonly entry: string;
  readonly version?: string;
  /** Stands for the content of its package. */
  readonly digest: string;
}

/**
 * Finds what a user named: a path, from `folder`, to a module or to a package's folder; or a package that is installed beside
 * auditlint. A name never leads into the scanned repository, unless auditlint itself is installed there. Throws `PluginError`.
 */
export function findPlugin(word: string, folder: string): PluginPlace {
  const known = found.get(`${folder}\0${word}`);
  if (known !== undefined) return known;
  const place = isPath(word) ? placeOfPath(word, resolve(folder, word)) : placeOfPackage(word);
  found.set(`${folder}\0${word}`, place);
  return place;
}

/** A module is loaded once in a process: what is said of it stays with what was loaded. */
const found = new Map<string, PluginPlace>();

const isPath = (word: string): boolean => /^\.{0,2}[\\/]|^\.{1,2}$/.test(word) || isAbsolute(word);

const PACKAGE_NAME = /^(?:@[\w.-]+\/)?[\w-][\w.-]*$/;

function placeOfPackage(word: string): PluginPlace {
  if (!PACKAGE_NAME.test(word)) {
    throw new PluginError(`\`${word}\` is not a package name; a path begins with \`./\`, \`../\` or \`/\``);
  }
  const folders = createRequire(import.meta.url).resolve.paths(`${word}/package.json`) ?? [];
  const folder = folders.map((each) => join(each, word)).find((each) => existsSync(join(each, 'package.json')));
  if (folder !== undefined) return placeOfFolder(word, folder);
  throw new PluginError(
    `the package \`${word}\` is not installed; install it where auditlint is installed, or pass the path of its folder (\`./${word}\`)`,
  );
}

function placeOfPath(word: string, path: string): PluginPlace {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new PluginError(`no such plug-in: \`${word}\``);
  if (status.isDirectory()) return placeOfFolder(word, path);
  if (!status.isFile()) throw new PluginError(`the plug-in \`${word}\` is neither a file nor a folder`);
  const file = realpathSync(path);
  const folder = dirname(file);
  return placeOf(word, file, existsSync(join(folder, 'package.json')) ? folder : undefined);
}

function placeOfFolder(word: string, folder: string): PluginPlace {
  const manifest = readManifest(word, folder);
  if (manifest === undefined)
    throw new PluginError(`the folder \`${word}\` has no package.json; name the module in it`);
  const entry = join(folder, entryOf(manifest) ?? 'index.js');
  if (existsSync(entry)) return placeOf(word, realpathSync(entry), realpathSync(folder));
  throw new PluginError(`the plug-in \`${word}\` has no module \`${entry}\`, which its package.json names`);
}

function placeOf(word: string, file: string, folder: string | undefined): PluginPlace {
  const { version } = (folder === undefined ? undefined : readManifest(word, folder)) ?? {};
  return {
    shownAs: word,
    entry: pathToFileURL(file).href,
    ...(typeof version === 'string' && { version }),
    digest: contentOfPackage(file, folder),
  };
}

type Manifest = Readonly<Record<string, unknown>>;

function readManifest(word: string, folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (cause) {
    throw new PluginError(`the package.json of the plug-in \`${word}\` is not valid JSON`, { cause });
  }
}

/** What `import` takes of a package. */
function entryOf({ exports, main }: Manifest): string | undefined {
  const table = typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
  return targetOf(table) ?? (typeof main === 'string' ? main : undefined);
}

function targetOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const conditions = Object.entries(target).filter(([condition]) => ['import', 'node', 'default'].includes(condition));
  return conditions.map(([, below]) => targetOf(below)).find((each) => each !== undefined);
}
