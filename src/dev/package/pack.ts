import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

const MAX_PACKED_BYTES = 800_000;
const MAX_UNPACKED_BYTES = 3_000_000;
const REQUIRED = [
  ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'bin/auditlint.js', 'dist/cli.js', 'dist/index.js'],
  ...['dist/web-tree-sitter.wasm', 'dist/tree-sitter-python.wasm', 'dist/THIRD_PARTY_LICENSES.txt'],
  ...['dist/types/src/index.d.ts', 'schema/auditlint-config.schema.json'],
];
/** Scripts that npm runs when somebody installs the package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

export interface PackedPackage {
  readonly tarball: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** What is wrong with what would be published. */
  readonly problems: readonly string[];
}

/** Runs `npm pack` into `folder` and looks at what it would publish. */
export function packPackage(folder: string): PackedPackage {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // What `prepare` prints may come before the JSON.
  const [packed] = JSON.parse(output.slice(output.search(/^\[/m))) as [NpmPack];
  return {
    tarball: join(folder, packed.filename),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    problems: [...findContentProblems(packed), ...findManifestProblems()],
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
  if (packed.unpackedSize > MAX_UNPACKED_BYTES) {
    problems.push(`${packed.unpackedSize} bytes unpacked, allowed are ${MAX_UNPACKED_BYTES}`);
  }
  const bin = packed.files.find((file) => file.path === 'bin/auditlint.js');
  if (bin !== undefined && (bin.mode & 0o111) === 0) problems.push('bin/auditlint.js is not executable');
  return problems;
}

function findManifestProblems(): string[] {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    dependencies?: object;
    optionalDependencies?: object;
    scripts: Record<string, string>;
  };
  const { dependencies = {}, optionalDependencies = {}, scripts } = manifest;
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  return [
    ...names.map((name) => `it depends on ${name}: everything must be in the bundle`),
    ...INSTALL_SCRIPTS.filter((name) => name in scripts).map((name) => `it has an ${name} script`),
  ];
}
