/** Phrases that users never read, and sentences that are too long: `docs/internals/glossary.md` has the terms instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node } from 'ts-morph';
import { expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';
import { pathOf, sourceFiles } from './layers/imports.ts';

const AVOIDED =
  /\b(?:strangers?|whoever|who comes|asks nobody|held back|mends?|mended|stands? (?:at|for itself)|is (?:not )?so|told of|(?:is|are) told(?! that)|a text of|of which nothing)\b/i;
const MOST_WORDS = 35;

/** Properties of rules whose texts are shown. */
const SHOWN = new Set(['message', 'remedy', 'summary', 'why', 'by', 'title', 'because', 'says']);

/** What is in backticks is code, and not ours. */
const prose = (text: string): string => text.replace(/`[^`]*`/g, '`x`');

/** The texts of a property: literals, and templates with `x` for what is put into them. */
function textsOf(node: Node): string[] {
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) return [node.getLiteralText()];
  if (Node.isTemplateExpression(node))
    return [
      [
        node.getHead().getLiteralText(),
        ...node.getTemplateSpans().map((each) => each.getLiteral().getLiteralText()),
      ].join('x'),
    ];
  return node.forEachChildAsArray().flatMap(textsOf);
}

const shown = sourceFiles
  .filter((file) => pathOf(file).startsWith('rules/') && pathOf(file) !== 'rules/index.ts')
  .flatMap((file) => {
    const found: { place: string; text: string }[] = [];
    file.forEachDescendant((node) => {
      const value = Node.isPropertyAssignment(node) && SHOWN.has(node.getName()) ? node.getInitializer() : undefined;
      if (value === undefined || Node.isObjectLiteralExpression(value) || Node.isArrowFunction(value)) return;
      for (const text of textsOf(value))
        found.push({ place: `${pathOf(file)}:${node.getStartLineNumber()}`, text: prose(text) });
    });
    return found;
  });

it('texts of rules use the words of the trade', () => {
  expect(shown.filter(({ text }) => AVOIDED.test(text)).map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

it('sentences of rules are read at once', () => {
  const long = shown.flatMap(({ place, text }) =>
    text.split(/(?<=[.:;]) /).flatMap((each) => (each.split(/\s+/).length > MOST_WORDS ? `${place}: ${each}` : [])),
  );
  expect(long).toEqual([]);
});

it('documents use the words of the trade', () => {
  const pages = ['', 'docs', 'docs/internals'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder)).flatMap((name) => (name.endsWith('.md') ? join(folder, name) : [])),
  );
  const wrong = pages.flatMap((page) =>
    prose(readFileSync(join(projectRoot, page), 'utf8').replace(/^```[\s\S]*?^```/gm, ''))
      .split('\n')
      .flatMap((line, index) => (AVOIDED.test(line) ? `${page}:${index + 1}: ${line}` : [])),
  );
  expect(wrong).toEqual([]);
});
