/**
 * `npm run site [-- --base /folder/] [--out FOLDER]`: the documentation as a static site, built by VitePress (site/), with a page that scans in the
 * browser. A link that leads nowhere ends the build. Writes `site/dist` unless told otherwise.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './project-root.ts';
import { bundlePlayground } from './site/bundle-playground.ts';
import { writePages } from './site/pages.ts';

const { values } = parseArgs({
  options: { base: { type: 'string', default: '/' }, out: { type: 'string', default: 'site/dist' } },
});
const site = join(projectRoot, 'site');
if (!/^\/([^/]+\/)*$/.test(values.base)) fail(`--base ${values.base}: it begins and ends with /`);
if (!existsSync(join(site, 'node_modules/vitepress'))) {
  // `npm ci` refuses the lock that npm itself wrote: it misses the binaries of rollup for other systems.
  run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']);
}
writePages(join(site, 'pages'));
await bundlePlayground(join(site, 'pages/public/playground'));
run(process.execPath, [
  join(site, 'node_modules/vitepress/bin/vitepress.js'),
  'build',
  site,
  '--base',
  values.base,
  '--outDir',
  resolve(values.out),
]);

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: site, stdio: 'inherit' });
  if (status !== 0) fail(`${command} ${args[0]} failed${error === undefined ? '' : `: ${error.message}`}`);
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(2);
}
