import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { projectRoot } from '../project-root.ts';

/**
 * Optional peers: native bindings, loaded when `AUDITLINT_PARSER` asks for them, the queue and the stores of a fleet, and the
 * protocol of agents, loaded by the commands that use them.
 */
const EXTERNAL = [
  'tree-sitter',
  'tree-sitter-python',
  'bullmq',
  'ioredis',
  'node-sqlite3-wasm',
  'pg',
  '@modelcontextprotocol/sdk',
];

/** Lowers the priority of threads; piscina loads it where that is asked for, which we never do. */
const NICE = '@napi-rs/nice';

// Some bundled packages are CommonJS and ask for node's own modules by `require`.
const BANNER =
  "import { createRequire as auditlintCreateRequire } from 'node:module';const require = auditlintCreateRequire(import.meta.url);";

/** The script that piscina looks for beside itself, and that runs ours in each thread. */
export const POOL_WORKER = { worker: 'node_modules/piscina/dist/worker.js' };

/** The entries of the published package. */
export const PACKAGE = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  kit: 'src/kit/public.ts',
  testing: 'src/testing/index.ts',
  'map-worker': 'src/cli/map-worker.ts',
  ...POOL_WORKER,
};

/**
 * Bundles command line and public API into `outdir`. Chunks lie beside the entries, because the .wasm files are found
 * beside the running file; what is imported lazily stays lazy, so that `--version` loads almost nothing. Where nobody publishes it, it
 * need not be small, and takes a second instead of ten: it does the same.
 */
export async function bundle(
  outdir: string,
  entryPoints: Readonly<Record<string, string>> = PACKAGE,
  { isSmall = true }: { readonly isSmall?: boolean } = {},
): Promise<Metafile> {
  // Loads all rules, and two minifiers.
  const small = isSmall ? await import('./small.ts') : undefined;
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: { ...entryPoints },
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Names of a stack trace are those of a build without this (`tsx src/cli/main.ts`); with them the package is a fifth larger.
    minify: isSmall,
    // Tables of encodings are half as large unescaped.
    charset: 'utf8',
    legalComments: 'none',
    external: [...EXTERNAL, NICE],
    define: { __dirname: 'import.meta.dirname' },
    alias: {
      // The modules of the package; its CommonJS form, which Node gets, cannot be bundled in part.
      yaml: join(projectRoot, 'node_modules/yaml/browser/index.js'),
    },
    plugins: [...PLUGINS, ...(small?.SMALLER ?? [])],
    banner: { js: BANNER },
    metafile: true,
    logLevel: 'warning',
  });
  for (const output of Object.keys(metafile.outputs)) await small?.minifyFurther(join(projectRoot, output));
  return metafile;
}

/** What parses Dockerfiles takes two functions of the types of a language server. */
const fewTypes: Plugin = {
  name: 'few-types',
  setup({ onResolve }) {
    onResolve({ filter: /^vscode-languageserver-types$/ }, () => ({
      path: join(projectRoot, 'tools/build/language-server-types.ts'),
    }));
  },
};

/** The tree of TOML is gone through by ourselves; its parser would join the keys of JavaScript's tree to its own. */
const ownKeys: Plugin = {
  name: 'own-keys',
  setup({ onResolve }) {
    onResolve({ filter: /^eslint-visitor-keys$/ }, () => ({
      path: join(projectRoot, 'tools/build/visitor-keys.ts'),
    }));
  },
};

/** Markdown names 2,125 characters as HTML 5 does, 12 KB of the package; what people write are those of HTML 4. */
const fewEntities: Plugin = {
  name: 'few-entities',
  setup({ onResolve }) {
    onResolve({ filter: /^character-entities$/ }, () => ({
      path: join(projectRoot, 'tools/build/character-entities.ts'),
    }));
  },
};

/** Of our own package.json, and of those of packages, programs tell name and version. */
const nameAlone: Plugin = {
  name: 'name-alone',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** YAML is read and never written, which is 4 KB of the package. */
const yamlRead: Plugin = {
  name: 'yaml-read',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]stringify[\\/]\w+\.js$/ }, ({ path }) => {
      const names = /^export \{ (.+) \};$/m.exec(readFileSync(path, 'utf8'))?.[1]?.split(', ') ?? [];
      const unwritten = "() => { throw new Error('no YAML is written') }";
      return { contents: names.map((name) => `export const ${name} = ${unwritten};`).join('\n') };
    });
  },
};

/**
 * web-tree-sitter would run what JavaScript a grammar brings, by an `eval` that sees all names around it: so none of them could be
 * shortened or left out. Ours bring none. The names that it gives to each class would keep those that nobody uses. It is 5 KB of the package.
 */
const unnamed: Plugin = {
  name: 'unnamed',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web-tree-sitter[\\/]web-tree-sitter\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll(/\beval\(func\)/g, "(() => { throw new Error('a grammar brings no code') })()")
        .replace(/^ *static \{\s*__name\(this, "\w+"\);\s*\}$/gm, '')
        .replace(/^ *__name\(\w+, "\w+"\);$/gm, '')
        .replace(/^var __name = .*$/m, 'var __name = (named) => named;'),
    }));
  },
};

/** zod brings its messages in sixty languages, 300 KB; ours are English. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

const PLUGINS = [englishOnly, fewTypes, ownKeys, fewEntities, nameAlone, yamlRead, unnamed];
