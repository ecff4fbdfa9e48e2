/** What only makes the package smaller. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { minify } from '@swc/core';
import { type Plugin, transform } from 'esbuild';
import { minifySync } from 'rolldown/utils';
import { rules } from '../../rules/index.ts';
import { INPUT_SCHEMAS } from '../../src/cli/agents/input-schemas.ts';
import * as pageParts from '../../src/report/html/page-parts.generated.ts';
import { projectRoot } from '../project-root.ts';
import { TEXTS_FILE, TOLD } from './rule-texts.ts';

/**
 * swc's shorter expressions are 20 KB of the package, and the names that rolldown's minifier gives, by how often they stand
 * somewhere, are another 14 KB. Functions and values that stand in place of their only use are 5 KB more, and make a scan slower by a
 * fiftieth; rolldown's rewritten expressions in what entries share make it slower by more.
 */
export async function minifyFurther(file: string): Promise<void> {
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

/**
 * Which audit a rule comes from, and what was counted while it was sharpened, is read by its page alone, which is written from the
 * sources. What is told of it at length is compressed by itself, which is 14 KB less, and so are script and style of
 * the page of a report and the words of written audits.
 */
const withoutHistory: Plugin = {
  name: 'without-history',
  setup({ onLoad, onEnd, initialOptions: { outdir = '' } }) {
    const texts = rules.flatMap(({ rule: { docs } }) => TOLD.map((field) => docs[field]));
    const places = new Map(rules.map(({ category, name }, index) => [`${category}/${name}`, index]));
    onLoad({ filter: /[\\/]rules[\\/]\w+[\\/][\w-]+(?:[\\/]index)?\.ts$/ }, ({ path }) => {
      const place = places.get(
        path
          .replace(/(?:[\\/]index)?\.ts$/, '')
          .split(/[\\/]/)
          .slice(-2)
          .join('/'),
      );
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
  const paths = ['src/knowledge', 'src/replay/reading/words'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .filter((name) => name.endsWith('.ts'))
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

const WITH_TABLES = /[\\/]src[\\/](?:knowledge|replay[\\/]reading[\\/]words)[\\/][\w.-]+\.ts$/;
/** Where a value stands, and nothing of it is escaped or computed. */
const TABLE = /(?<=[([:,=]\s*|^\s+)(?:'[^'\\\n]{60,}'|"[^"\\\n]{60,}"|`[^`$\\]{60,}`)(?=[,)\].;]|$)/gm;
const TEXTS_MODULE = join(projectRoot, 'tools/build/rule-texts.ts');
const SUMMARY = /^ {4}summary:\s+(['"`]).*\1,$/m;
const WHY = /^ {4}why:\s+(['"`]).*\1,$/m;
const REMEDY = /^ {4}remedy:\s+(['"`]).*\1,$/m;
const BAD = /^ {4}bad: (['"]).*\1,$/m;
const GOOD = /^ {4}good: (['"]).*\1,$/m;
const MEASURED = /^ {4}measured: \{(?:.*|\n(?: {6}.*\n)+ {4})\},$/m;
const ORIGIN = /^ {4}origin: \[(?:.*|\n(?: {6}.*\n)+ {4})\],$/m;

/** What makes the schemas of the tools for agents is 20 KB of zod. */
const madeSchemas: Plugin = {
  name: 'made-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]agents[\\/]input-schemas\.ts$/ }, () => ({
      contents: `export const INPUT_SCHEMAS = ${JSON.stringify(INPUT_SCHEMAS)};`,
    }));
  },
};

export const SMALLER = [withoutHistory, madeSchemas];
