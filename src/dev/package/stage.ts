import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** What the published package.json says. The rest serves development only: `prepare` would count as an install script. */
const PUBLISHED = [
  ...['name', 'version', 'description', 'keywords', 'license', 'author', 'repository', 'homepage', 'bugs', 'type'],
  ...['engines', 'bin', 'exports', 'files', 'peerDependencies', 'peerDependenciesMeta'],
];
const ALWAYS_PUBLISHED = ['LICENSE', 'README.md'];

/** Copies what is published into `folder`, with a package.json of its own, ready for `npm pack`. */
export function stagePackage(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of [...manifest.files, ...ALWAYS_PUBLISHED]) {
    cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  }
  const published = Object.fromEntries(PUBLISHED.filter((key) => key in manifest).map((key) => [key, manifest[key]]));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
}

interface Manifest extends Record<string, unknown> {
  readonly files: readonly string[];
}
