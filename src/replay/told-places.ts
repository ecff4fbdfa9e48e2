/** Places of which a claim tells what is done there: what is caught, what is made, what a parameter takes, what documents promise. All are hints. */

import { type ExceptHandler, nodesOf, parametersOf } from '../ast/index.ts';
import { fileKindOf } from '../discover/index.ts';
import type { Claim, LineRange } from './claim.ts';
import { isTest } from './facts/missing-tests.ts';
import { constructAround } from './named-constructs.ts';
import {
  KINDS_OF_FILES,
  SAYS_CATCH_ALL,
  SAYS_FALLBACK,
  SAYS_MISSING_PROMISE,
  SAYS_PROMISED,
} from './reading/words/place-words.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';
import { low } from './spoken-places.ts';

/** More places than these are no place. */
const MOST_PLACES = 10;
const FEW_PLACES = 3;
/** A longer construct or file is hardly a place. */
const LONGEST = 100;

/** A place that something of a claim stands at already. */
interface FoundPlace {
  readonly path: string;
  readonly lines: LineRange;
}

export function toldPlaces(
  claim: Claim,
  near: readonly CodeFile[],
  found: readonly FoundPlace[],
  code: RepositoryCode,
): readonly Anchor[] {
  const modules = near.filter(({ isPython }) => isPython);
  const read = modules.length > 0 ? modules : code.few.filter(({ isPython }) => isPython);
  const told = [
    caughtPlaces(claim, read, found, code),
    fallbackPlaces(claim, read),
    madePlaces(claim, code),
    takenPlaces(claim, code),
    spokenFiles(claim, code),
    promisedPlaces(claim, code),
  ];
  return told.flatMap((places) =>
    places.length > MOST_PLACES ? [] : places.map((place) => ({ ...place, isHint: true })),
  );
}

/** The handlers of any exception: in the functions in which the claim stands otherwise, else wherever they are few. */
function caughtPlaces(
  { title, text }: Claim,
  files: readonly CodeFile[],
  found: readonly FoundPlace[],
  code: RepositoryCode,
): Anchor[] {
  if (!SAYS_CATCH_ALL.test(`${title} ${text}`)) return [];
  const around = found.flatMap((place) => functionAround(place, code));
  const within = around.flatMap(({ path, lines }) => {
    const file = code.file(path);
    return file === undefined
      ? []
      : broadHandlers(file).filter(({ lines: { first } }) => lines.first <= first && first <= lines.last);
  });
  if (within.length > 0) return within;
  const all = files
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => broadHandlers(file).map((at) => ({ file, at })));
  const words = [...new Set(wordsInFull(`${title} ${text}`))];
  const shared = ({ file, at: { lines } }: (typeof all)[number]): number =>
    words.filter((word) => file.linesWith(word).some((line) => lines.first <= line && line <= lines.last)).length;
  return all
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, FEW_PLACES)
    .map(({ at }) => at);
}

function functionAround({ path, lines }: FoundPlace, code: RepositoryCode): readonly FoundPlace[] {
  const file = code.file(path);
  const construct = file === undefined ? undefined : constructAround(file.constructs, lines.first);
  return construct?.kind === 'function' ? [{ path, lines: construct.lines }] : [];
}

const broadHandlers = (file: CodeFile): Anchor[] =>
  nodesOf(file.module, 'ExceptHandler')
    .filter(isBroad)
    .map(({ start, end }) =>
      low(file.path, file.text.lineAt(start), file.text.lineAt(end - 1), 'any exception is caught here'),
    );

const isBroad = ({ type }: ExceptHandler): boolean =>
  type === undefined || (type.kind === 'Name' && /^(?:Base)?Exception$/.test(type.id));

/** What goes on without something is a handler around the lines that ask for it. */
function fallbackPlaces({ title, text }: Claim, files: readonly CodeFile[]): Anchor[] {
  if (!SAYS_FALLBACK.test(`${title} ${text}`)) return [];
  const words = new Set(wordsInFull(title.toLowerCase()));
  return files.flatMap((file) =>
    nodesOf(file.module, 'Try').flatMap(({ start, body, handlers }) => {
      const [first, last] = [file.text.lineAt(start), file.text.lineAt((handlers.at(-1)?.end ?? start + 1) - 1)];
      const end = file.text.lineAt((body.at(-1)?.end ?? start + 1) - 1);
      const asks = [...words].some((word) => file.linesWith(word).some((line) => first <= line && line <= end));
      const isPlace = asks && handlers.length > 0 && last - first <= LONGEST;
      return isPlace ? low(file.path, first, last, 'what fails here is caught') : [];
    }),
  );
}

/** A class of a library that the title names stands where it is made, if that is one place or two: "at FastAPI level". */
function madePlaces({ title }: Claim, code: RepositoryCode): Anchor[] {
  const names = new Set(
    title.replace(/`[^`]*`/g, ' ').match(/(?<![\w.])[A-Z][A-Z\d_]{0,30}[a-z][a-z\d_]{0,30}[A-Z]\w{0,60}(?!\w)/g) ?? [],
  );
  return [...names].flatMap((name) => {
    const made = code
      .filesWith(`${name}(`)
      .flatMap((file) =>
        file.isPython
          ? file.tokens.flatMap(({ text, line }, i, tokens) =>
              text === name && tokens[i - 1]?.text !== 'class' && file.text.lineText(line).includes(`${name}(`)
                ? { path: file.path, line }
                : [],
            )
          : [],
      );
    return made.length >= FEW_PLACES
      ? []
      : made.map(({ path, line }) => low(path, line, line, `\`${name}\` is made here`));
  });
}

/** `limit=100` is given to the functions that take a `limit`. */
function takenPlaces({ places, names, quotes }: Claim, code: RepositoryCode): Anchor[] {
  if (places.length > 0) return [];
  const written = [...names, ...quotes.map(({ text }) => text)];
  const given = new Set(written.flatMap((each) => /^([a-z]\w{3,60}) ?= ?[\w.'"-]+$/.exec(each.trim())?.[1] ?? []));
  return [...given].flatMap((name) => {
    const taking = code.filesWith(name).flatMap((file) => (file.isPython ? takersIn(file, name) : []));
    return taking.length > FEW_PLACES ? [] : taking;
  });
}

function takersIn(file: CodeFile, name: string): readonly Anchor[] {
  const defined = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
  return defined
    .filter((each) => parametersOf(each).some((parameter) => parameter.name === name))
    .map(({ start, end }) => ({ first: file.text.lineAt(start), last: file.text.lineAt(end - 1) }))
    .filter(({ first, last }) => last - first <= LONGEST)
    .map(({ first, last }) => low(file.path, first, last, `\`${name}\` is taken here`));
}

/** "The workflow" is the only one of the repository. */
function spokenFiles({ title, text }: Claim, code: RepositoryCode): Anchor[] {
  return KINDS_OF_FILES.flatMap(([kind, called]) => {
    if (!called.test(`${title} ${text}`)) return [];
    const [only, ...others] = [...code.paths].filter((path) => fileKindOf(path) === kind);
    const file = only === undefined || others.length > 0 ? undefined : code.file(only);
    return file === undefined || file.lineCount > LONGEST
      ? []
      : low(file.path, 1, Math.max(1, file.lineCount), 'it is the only one of its kind');
  });
}

/** What a diagram or a text is said to show, and no code to do: the lines of documents that say it. */
function promisedPlaces({ title, text, remedy }: Claim, code: RepositoryCode): Anchor[] {
  const sentences = `${title}\n${text}\n${remedy}`
    .split(/(?<=[.!?;])\s+|\n+/)
    .filter((each) => SAYS_MISSING_PROMISE.test(each));
  const promised = new Set(sentences.flatMap((each) => SAYS_PROMISED.exec(each)?.[1]?.trim().toLowerCase() ?? []));
  return [...promised].flatMap((phrase) =>
    code.documentsWith('').flatMap(({ path, text: document, lineCount }) =>
      Array.from({ length: lineCount }, (_, i) => i + 1)
        .filter((line) => document.lineText(line).toLowerCase().includes(phrase))
        .map((line) => low(path, line, line, `\`${phrase}\` is promised here`)),
    ),
  );
}
