import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const known = new Map<string, string>();

/**
 * What distinguishes this auditlint from every other: a cache of another version, or of another state of a checkout, is not read.
 * `runtime` is the version of Node, `parser` the binding that was asked for.
 */
export function buildId(runtime: string, parser: string): string {
  const id = known.get(parser) ?? digestOf([runtime, parser, ...bindings(parser), ...program()]);
  known.set(parser, id);
  return id;
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function program(): string[] {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return sources(fileURLToPath(new URL('../../', here)));
  const beside = (name: string): string => fileURLToPath(new URL(name, here));
  // The entry of the bundle names its chunks by hashes of what is in them, so it stands for the whole program.
  const entry = contentOf(beside('cli.js')) ?? contentOf(fileURLToPath(here)) ?? '';
  return [entry, stamp(beside('tree-sitter-python.wasm')), stamp(beside('web-tree-sitter.wasm'))];
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

/** Of a checkout: with any file that was saved since it is another program. */
function sources(root: string): string[] {
  const files = ['src', 'rules'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  return [...files.sort(), 'package-lock.json'].map((name) => `${name} ${stamp(root + name)}`);
}

function stamp(file: string): string {
  const status = statSync(file, { throwIfNoEntry: false });
  return status === undefined ? 'none' : `${status.size} ${status.mtimeMs}`;
}

/** A native binding gives the same findings; which one it is, is part of the key all the same. */
function bindings(parser: string): string[] {
  if (parser === 'wasm') return [];
  const require = createRequire(import.meta.url);
  return ['tree-sitter', 'tree-sitter-python'].map((name) => {
    try {
      return String((require(`${name}/package.json`) as { readonly version?: unknown }).version);
    } catch {
      return 'none';
    }
  });
}
