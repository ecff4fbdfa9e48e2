/** Phrases that users never read, and sentences that are too long: `docs/internals/glossary.md` has the terms instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node, type SourceFile } from 'ts-morph';
import { expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';
import { pathOf, sourceFiles } from './layers/imports.ts';

const AVOIDED =
  /\b(?:strangers?|whoever|who comes|asks nobody|held back|mends?|mended|stands? (?:at|for itself)|is (?:not )?so|tells|(?<!can )tell|told(?! that| to)|a text of|of which nothing)\b/i;
const MOST_WORDS = 35;

/** What is in backticks is code, and not ours. */
const prose = (text: string): string => text.replace(/`[^`]*`/g, '`x`');

/** Literals of a file, and templates with `x` for what is put into them. */
function textsIn(file: SourceFile): { node: Node; text: string }[] {
  const found: { node: Node; text: string }[] = [];
  file.forEachDescendant((node) => {
    if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node))
      found.push({ node, text: node.getLiteralText() });
    else if (Node.isTemplateExpression(node)) {
      const parts = [node.getHead(), ...node.getTemplateSpans().map((span) => span.getLiteral())];
      found.push({ node, text: parts.map((part) => part.getLiteralText()).join('x') });
    }
  });
  return found;
}

/** Where texts that are data stand: names, patterns and vocabularies, not sentences for a reader. */
const DATA = /^(?:src\/knowledge\/|src\/report\/html\/page-parts|src\/replay\/reading\/|rules\/index\.ts)/;

/** A sentence or a clause of one line; several lines are code, and words without an article or a verb are a list. */
const isProse = (text: string): boolean =>
  !text.includes('\n') &&
  /\b(?:a|an|and|are|by|for|from|in|is|it|no|not|of|on|or|the|to|with|without)\b \w/i.test(text);

/** Whatever a program or a rule may print: help, notices, errors, pages, messages. */
const printed = sourceFiles
  .filter((file) => /^(?:src|rules)\//.test(pathOf(file)) && !DATA.test(pathOf(file)))
  .flatMap((file) =>
    textsIn(file).map(({ node, text }) => ({
      place: `${pathOf(file)}:${node.getStartLineNumber()}`,
      text: prose(text),
    })),
  )
  .filter(({ text }) => isProse(text));

it('texts that are printed use the words of the trade', () => {
  expect(printed.filter(({ text }) => AVOIDED.test(text)).map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

it('sentences that are printed are read at once', () => {
  const long = printed.flatMap(({ place, text }) =>
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
