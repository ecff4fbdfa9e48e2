import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_PACKED_BYTES = 4_000_000;
const REQUIRED = [
  ...['package.json', 'README.md', 'LICENSE', 'bin/auditlint.js', 'dist/cli.js', 'dist/index.js'],
  ...['dist/web-tree-sitter.wasm', 'dist/tree-sitter-python.wasm', 'dist/cli.js.map'],
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
export function packPackage(tree: string, folder: string): PackedPackage {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: tree,
    encoding: 'utf8',
  });
  // npm prints one entry per packed folder.
  const [packed] = JSON.parse(output) as [NpmPack];
  return {
    tarball: join(folder, packed.filename),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    problems: [...findContentProblems(packed), ...findManifestProblems(join(tree, 'package.json'))],
  };
}

interface NpmPack {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

function findContentProblems(packed: NpmPack): string[] {
  const paths = new Set(packed.files.map((file) => file.path));
  const problems = REQUIRED.filter((path) => !paths.has(path)).map((path) => `${path} is missing`);
  if (packed.size > MAX_PACKED_BYTES) problems.push(`${packed.size} bytes packed, allowed are ${MAX_PACKED_BYTES}`);
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
