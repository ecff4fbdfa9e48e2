/** Where the options of command lines stand that a claim names: in programs, recipes, images and workflows, as words of a line or as a list of texts. */

import type { Claim } from './claim.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/** The lines that hold an option, with the value that the claim gives it where some do: in the files of the claim, else where they are few. */
export function optionAnchors(claim: Claim, files: readonly CodeFile[], code: RepositoryCode): readonly Anchor[] {
  return optionsIn(claim).flatMap((option) => {
    const near = placesOf(option, files);
    const places = near.length > 0 ? near : placesOf(option, code.filesWith(option.name));
    if (places.length > MOST_PLACES) return [];
    const confidence = places.length <= MOST_SURE ? 'medium' : 'low';
    return places.map(({ path, line }): Anchor => {
      const because = `\`${option.name}\` stands here`;
      return { path, lines: { first: line, last: line }, confidence, because };
    });
  });
}

/** More lines than these are no place, and of more than the second none is the one. */
const MOST_PLACES = 6;
const MOST_SURE = 3;

interface Option {
  readonly name: string;
  readonly value: string | undefined;
}

/** `--workers 4`, `--exit-zero`; short ones are words of too many programs. */
function optionsIn({ title, text, names, quotes }: Claim): readonly Option[] {
  const told = [title, text, ...names, ...quotes.filter(({ role }) => role === 'now').map((quote) => quote.text)];
  const found = new Map<string, Option>();
  for (const { 1: name = '', 2: value } of told.join('\n').matchAll(OPTION))
    if (found.get(name)?.value === undefined) found.set(name, { name, value });
  return [...found.values()].slice(0, MOST_OPTIONS);
}

const OPTION = /(?<![\w-])(--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:[ =]["']?([\w./:-]*[\w/]))?/gi;
const MOST_OPTIONS = 6;

function placesOf({ name, value }: Option, files: Iterable<CodeFile>): readonly { path: string; line: number }[] {
  const holding: { path: string; line: number; words: string }[] = [];
  for (const { path, text, lineCount } of files) {
    if (!text.content.includes(name)) continue;
    for (let line = 1; line <= lineCount; line++) {
      const words = wordsIn(text.lineText(line));
      if (!words.includes(` ${name} `)) continue;
      // A list of texts goes on in the next line.
      const next = line < lineCount ? wordsIn(text.lineText(line + 1)) : '';
      holding.push({ path, line, words: `${words}${next.trimStart()}` });
    }
  }
  const exact = value === undefined ? [] : holding.filter(({ words }) => words.includes(` ${name} ${value} `));
  return exact.length > 0 ? exact : holding;
}

/** The words of a line, each between spaces. */
const wordsIn = (line: string): string => ` ${line.replaceAll(/["'`,=[\]()\s]+/g, ' ').trim()} `;
