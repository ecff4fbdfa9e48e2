import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipAsync } from '@gfx/zopfli';
import { create } from 'tar';

const MAX_PACKED_BYTES = 4_000_000;
const MAX_UNPACKED_BYTES = 5_000_000;
const REQUIRED = [
  ...['package.json', 'README.md', 'LICENSE', 'bin/auditlint.js', 'dist/cli.js', 'dist/index.js'],
  ...['dist/web-tree-sitter.wasm.br', 'dist/tree-sitter-python.wasm.br', 'dist/rule-texts.br'],
  'dist/THIRD_PARTY_LICENSES.txt',
  ...['dist/types/index.d.ts', 'schema/auditlint-config.schema.json', 'dist/kit.js', 'dist/testing.js'],
  ...['dist/types/kit.d.ts', 'dist/types/testing.d.ts'],
];

export interface PackedPackage {
  readonly tarball: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** What is wrong with what would be published. */
  readonly problems: readonly string[];
}

/** Packs a release tree into a tarball in `folder`, and looks at what it would publish. */
export async function packPackage(tree: string, folder: string): Promise<PackedPackage> {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: tree,
    encoding: 'utf8',
  });
  // npm prints one entry per packed folder.
  const [packed] = JSON.parse(output) as [NpmPack];
  const tarball = join(folder, packed.filename);
  await pressFurther(tarball, tree, packed);
  const size = statSync(tarball).size;
  return {
    tarball,
    packedBytes: size,
    unpackedBytes: packed.unpackedSize,
    problems: [...findContentProblems({ ...packed, size }), ...findManifestProblems(join(tree, 'package.json'))],
  };
}

/**
 * npm publishes the bytes of a tarball as they are. The same files are 4 % smaller when the gzip format is written with patience, in as
 * many blocks as pay, and those of a kind stand together: by their names, which hold a hash, each change shuffles the scripts among the rest.
 */
async function pressFurther(tarball: string, tree: string, { files }: NpmPack): Promise<void> {
  const inOrder = files.toSorted((a, b) => extname(a.path).localeCompare(extname(b.path)) || b.size - a.size);
  const paths = inOrder.map(({ path }) => path);
  // Nobody's user or clock is part of a release; npm has the same time in all of its own.
  await create({ file: tarball, cwd: tree, prefix: 'package', portable: true, mtime: NPM_TIME }, paths);
  writeFileSync(tarball, await gzipAsync(readFileSync(tarball), { numiterations: 10, blocksplittingmax: 0 }));
}

const NPM_TIME = new Date('1985-10-26T08:15:00Z');

interface NpmPack {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

function findContentProblems(packed: NpmPack): string[] {
  const paths = new Set(packed.files.map((file) => file.path));
  const problems = REQUIRED.filter((path) => !paths.has(path)).map((path) => `${path} is missing`);
  if (packed.size > MAX_PACKED_BYTES) problems.push(`${packed.size} bytes packed, allowed are ${MAX_PACKED_BYTES}`);
  if (packed.unpackedSize > MAX_UNPACKED_BYTES) {
    problems.push(`${packed.unpackedSize} bytes unpacked, allowed are ${MAX_UNPACKED_BYTES}`);
  }
  const bin = packed.files.find((file) => file.path === 'bin/auditlint.js');
  const native = packed.files.filter(({ path }) => /\.(?:node|so|dylib|dll)$/.test(path));
  problems.push(...native.map(({ path }) => `${path} is native code, which runs on one platform only`));
  if (bin !== undefined && (bin.mode & 0o111) === 0) problems.push('bin/auditlint.js is not executable');
  return problems;
}

function findManifestProblems(file: string): string[] {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const unwanted = ['scripts', 'dependencies', 'optionalDependencies', 'bundleDependencies'];
  return unwanted.filter((key) => key in manifest).map((key) => `the published package.json has ${key}`);
}
