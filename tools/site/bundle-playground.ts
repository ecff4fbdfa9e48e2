import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { copyGrammars } from '../build/grammars.ts';
import { projectRoot } from '../project-root.ts';

const SITE = join(projectRoot, 'site');
const browser = (name: string): string => join(SITE, 'playground/browser', `${name}.ts`);

/** What replaces modules of Node. What is named nowhere here and asked for all the same fails the build. */
const MODULES: Readonly<Record<string, string>> = {
  'node:buffer': browser('buffer'),
  'node:crypto': browser('crypto'),
  'node:fs': browser('fs'),
  'node:timers/promises': browser('timers'),
  'node:module': browser('nothing'),
  'node:os': browser('os'),
  'node:path': join(SITE, 'node_modules/pathe/dist/index.mjs'),
};

/** Our own modules that only Node can run. */
const OWN: readonly (readonly [RegExp, string])[] = [
  [/\/syntax\/grammar-files\.ts$|^\.\/grammar-files\.ts$/, browser('grammar-files')],
  [/\/map-pool\.ts$/, browser('nothing')],
  [/\/bounded-call\.ts$/, browser('bounded-call')],
];

const forBrowsers: Plugin = {
  name: 'for-browsers',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => {
      const found = MODULES[path];
      return found === undefined ? { errors: [{ text: `the playground has nothing for ${path}` }] } : { path: found };
    });
    for (const [filter, path] of OWN) {
      onResolve({ filter }, ({ importer }) => (importer.startsWith(SITE) ? undefined : { path }));
    }
  },
};

/** Bundles the thread of the playground with its grammar into `folder`. */
export async function bundlePlayground(folder: string): Promise<void> {
  await build({
    absWorkingDir: projectRoot,
    entryPoints: { 'scan-worker': join(SITE, 'playground/scan-worker.ts') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    nodePaths: [join(SITE, 'node_modules'), join(projectRoot, 'node_modules')],
    inject: [browser('globals')],
    define: { global: 'globalThis' },
    alias: {
      yaml: join(projectRoot, 'node_modules/yaml/browser/index.js'),
    },
    // web-tree-sitter asks for these where it runs in Node.
    external: ['fs/promises', 'module'],
    plugins: [forBrowsers],
    logLevel: 'warning',
  });
  copyGrammars(folder);
}
