import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { minify } from '@swc/core';
import { build, type Metafile, type Plugin, transform } from 'esbuild';
import { minifySync } from 'rolldown/utils';
import { rules } from '../../../rules/index.ts';
import { INPUT_SCHEMAS } from '../../cli/agents/input-schemas.ts';
import * as pageParts from '../../written-audits/report/html/page-parts.generated.ts';
import { projectRoot } from '../project-root.ts';
import { TEXTS_FILE, TOLD } from './rule-texts.ts';

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
const PACKAGE = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  kit: 'src/kit/public.ts',
  testing: 'src/testing/index.ts',
  'map-worker': 'src/cli/map-worker.ts',
  ...POOL_WORKER,
};

/**
 * Bundles command line and public API into `outdir`. Chunks lie beside the entries, because the .wasm files are found
 * beside the running file; what is imported lazily stays lazy, so that `--version` loads almost nothing.
 */
export async function bundle(
  outdir: string,
  entryPoints: Readonly<Record<string, string>> = PACKAGE,
): Promise<Metafile> {
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
    minify: true,
    // Tables of encodings are half as large unescaped.
    charset: 'utf8',
    legalComments: 'none',
    external: [...EXTERNAL, NICE],
    define: { __dirname: 'import.meta.dirname' },
    alias: {
      // The modules of the package; its CommonJS form, which Node gets, cannot be bundled in part.
      yaml: join(projectRoot, 'node_modules/yaml/browser/index.js'),
    },
    plugins: PLUGINS,
    banner: { js: BANNER },
    metafile: true,
    logLevel: 'warning',
  });
  for (const output of Object.keys(metafile.outputs)) await minifyFurther(join(projectRoot, output));
  return metafile;
}

/**
 * swc's shorter expressions are 20 KB of the package, and the names that rolldown's minifier gives, by how often they stand
 * somewhere, are another 14 KB. Functions and values that stand in place of their only use are 5 KB more, and make a scan slower by a
 * fiftieth; rolldown's rewritten expressions in what entries share make it slower by more.
 */
async function minifyFurther(file: string): Promise<void> {
  const shorter = await minify(readFileSync(file, 'utf8'), {
    module: true,
    ecma: 2022,
    // Statements that are joined by commas are no smaller when they are packed.
    compress: { passes: 3, sequences: false },
  });
  const { code, errors } = minifySync(file, shorter.code, {
    module: true,
    compress: !basename(file).startsWith('chunk-'),
    mangle: true,
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`${file} cannot be minified: ${errors[0]?.message}`);
  writeFileSync(file, code);
}

/** What parses Dockerfiles takes two functions of the types of a language server. */
const fewTypes: Plugin = {
  name: 'few-types',
  setup({ onResolve }) {
    onResolve({ filter: /^vscode-languageserver-types$/ }, () => ({
      path: join(projectRoot, 'src/dev/build/language-server-types.ts'),
    }));
  },
};

/** The tree of TOML is gone through by ourselves; its parser would join the keys of JavaScript's tree to its own. */
const ownKeys: Plugin = {
  name: 'own-keys',
  setup({ onResolve }) {
    onResolve({ filter: /^eslint-visitor-keys$/ }, () => ({
      path: join(projectRoot, 'src/dev/build/visitor-keys.ts'),
    }));
  },
};

/** Markdown names 2,125 characters as HTML 5 does, 12 KB of the package; what people write are those of HTML 4. */
const fewEntities: Plugin = {
  name: 'few-entities',
  setup({ onResolve }) {
    onResolve({ filter: /^character-entities$/ }, () => ({
      path: join(projectRoot, 'src/dev/build/character-entities.ts'),
    }));
  },
};

/**
 * Which audit a rule comes from, and what was counted while it was sharpened, is read by its page alone, which is written from the
 * sources. What is told of it at length is compressed by itself, which is 14 KB less, and so are script and style of
 * the page of a report and the words of written audits.
 */
const withoutHistory: Plugin = {
  name: 'without-history',
  setup({ onLoad, onEnd, initialOptions: { outdir = '' } }) {
    const texts = rules.flatMap(({ rule: { docs } }) => TOLD.map((field) => docs[field]));
    const places = new Map(rules.map(({ category, name }, index) => [`${category}/${name}.ts`, index]));
    onLoad({ filter: /[\\/]rules[\\/]\w+[\\/][\w-]+\.ts$/ }, ({ path }) => {
      const place = places.get(path.split(/[\\/]/).slice(-2).join('/'));
      const text = readFileSync(path, 'utf8').replace(ORIGIN, '    origin: [],').replace(MEASURED, '');
      if (place === undefined) return { contents: text, loader: 'ts' };
      const shown = text
        .replace(BAD, '')
        .replace(GOOD, '')
        .replace(REMEDY, '')
        .replace(SUMMARY, '')
        .replace(WHY, `    ...textsAt(${place}),`);
      return { contents: `import { textsAt } from ${JSON.stringify(TEXTS_MODULE)};\n${shown}`, loader: 'ts' };
    });
    const parts = Object.entries(pageParts).map(
      ([name, part]) => `export const ${name} = textAt(${texts.push(part) - 1});`,
    );
    onLoad({ filter: /[\\/]page-parts\.generated\.ts$/ }, () => ({
      contents: [`import { textAt } from ${JSON.stringify(TEXTS_MODULE)};`, ...parts].join('\n'),
      loader: 'ts',
    }));
    const tables = withTables((text) => `textAt(${texts.push(text) - 1})`);
    onLoad({ filter: WITH_TABLES }, async ({ path }) => ({ contents: (await tables).get(path) ?? '' }));
    onEnd(() => writeFileSync(join(outdir, TEXTS_FILE), brotliCompressSync(texts.join('\0'))));
  },
};

/**
 * Tables of what is known, and phrases of seven languages by which claims are read, are a fifth smaller beside the texts than in
 * a script. All at once, so that each build gives them the same places.
 */
async function withTables(put: (text: string) => string): Promise<ReadonlyMap<string, string>> {
  const paths = ['src/knowledge', 'src/written-audits/reading/words'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .sort()
      .map((name) => join(projectRoot, folder, name)),
  );
  // Comments have backticks as well.
  const written = await Promise.all(
    paths.map((path) => transform(readFileSync(path, 'utf8'), { loader: 'ts', charset: 'utf8' })),
  );
  const intro = `import { textAt } from ${JSON.stringify(TEXTS_MODULE)};\n`;
  return new Map(
    paths.map((path, index) => [
      path,
      intro + (written[index]?.code ?? '').replace(TABLE, (table) => put(table.slice(1, -1))),
    ]),
  );
}

const WITH_TABLES = /[\\/]src[\\/](?:knowledge|written-audits[\\/]reading[\\/]words)[\\/][\w.-]+\.ts$/;
/** Where a value stands, and nothing of it is escaped or computed. */
const TABLE = /(?<=[([:,=]\s*|^\s+)(?:'[^'\\\n]{60,}'|"[^"\\\n]{60,}"|`[^`$\\]{60,}`)(?=[,)\].;]|$)/gm;
const TEXTS_MODULE = join(projectRoot, 'src/dev/build/rule-texts.ts');
const SUMMARY = /^ {4}summary:\s+(['"`]).*\1,$/m;
const WHY = /^ {4}why:\s+(['"`]).*\1,$/m;
const REMEDY = /^ {4}remedy:\s+(['"`]).*\1,$/m;
const BAD = /^ {4}bad: (['"]).*\1,$/m;
const GOOD = /^ {4}good: (['"]).*\1,$/m;
const MEASURED = /^ {4}measured: \{(?:.*|\n(?: {6}.*\n)+ {4})\},$/m;
const ORIGIN = /^ {4}origin: \[(?:.*|\n(?: {6}.*\n)+ {4})\],$/m;

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

/** What makes the schemas of the tools for agents is 20 KB of zod. */
const madeSchemas: Plugin = {
  name: 'made-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]agents[\\/]input-schemas\.ts$/ }, () => ({
      contents: `export const INPUT_SCHEMAS = ${JSON.stringify(INPUT_SCHEMAS)};`,
    }));
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

const PLUGINS = [
  englishOnly,
  fewTypes,
  ownKeys,
  fewEntities,
  withoutHistory,
  nameAlone,
  madeSchemas,
  yamlRead,
  unnamed,
];
