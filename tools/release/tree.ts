import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { filesExpression } from '../../src/discover/index.ts';
import { bundle } from '../build/bundle.ts';
import { projectRoot } from '../project-root.ts';

/** What the published package.json says. The rest serves development only: `prepare` would count as an install script. */
const PUBLISHED = [
  ...['name', 'version', 'description', 'keywords', 'license', 'author', 'repository', 'homepage', 'bugs', 'type'],
  ...['engines', 'bin', 'exports', 'files', 'peerDependencies', 'peerDependenciesMeta'],
];
const ALWAYS_PUBLISHED = ['LICENSE', 'README.md', 'SECURITY.md'];

export interface ReleaseTreeOptions {
  /** Address of the repository (`https://github.com/OWNER/NAME`), which npm compares with where a package was built. */
  readonly repository?: string | undefined;
  /** The built dist; the project's own unless given. */
  readonly dist?: string | undefined;
}

/**
 * Writes the folder that a version tag points to, from a built dist. The npm package is packed from it, the GitHub
 * Action runs in it, pre-commit installs it. Throws an Error with one sentence where `folder` holds something else.
 */
export async function buildReleaseTree(folder: string, options: ReleaseTreeOptions = {}): Promise<void> {
  const { repository, dist = join(projectRoot, 'dist') } = options;
  refuseOtherFolder(folder);
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of [...manifest.files, ...ALWAYS_PUBLISHED]) {
    cpSync(path === 'dist' ? dist : join(projectRoot, path), join(folder, path), { recursive: true });
  }
  const published = Object.fromEntries(PUBLISHED.filter((key) => key in manifest).map((key) => [key, manifest[key]]));
  if (repository !== undefined) published.repository = { type: 'git', url: `git+${repository}.git` };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  await addAction(folder);
  addHooks(folder);
}

interface Manifest extends Record<string, unknown> {
  readonly files: readonly string[];
}

/** The folder is emptied before it is filled, so it has to be one of ours, or empty. */
function refuseOtherFolder(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0 || existsSync(join(folder, HOOKS))) return;
  throw new Error(`${resolve(folder)} holds something else than a release; name a folder that is empty or not there`);
}

async function addAction(folder: string): Promise<void> {
  cpSync(join(projectRoot, 'src/action/action.yml'), join(folder, 'action.yml'));
  await bundle(join(folder, 'action'), { main: 'src/action/main.ts' });
}

const HOOKS = '.pre-commit-hooks.yaml';

function addHooks(folder: string): void {
  const template = readFileSync(join(projectRoot, 'tools/release/pre-commit-hooks.yaml'), 'utf8');
  writeFileSync(
    join(folder, HOOKS),
    template.replace('FILES', () => JSON.stringify(filesExpression())),
  );
}
