import { ancestors, type Node, nodesOf } from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, codesIn, proseNames } from '../code-names.ts';
import { findQuote, quotedLines } from '../find-quote.ts';
import { lastHeld } from '../quote-past.ts';
import { SAYS_COPIED } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, placesIn, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** A function or class of which the title says that it is defined several times: it is, or was when the document was written. */
export function copiedFunctions(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  if (!SAYS_COPIED.test(title)) return undefined;
  const again = definedAgain(anchored, ground);
  if (again !== undefined) return again;
  const written = codesIn(title);
  const files = wholeFiles(anchored, ground);
  const before = files.flatMap(({ path }) => auditedFile(path, ground) ?? []);
  for (const name of codeNames({ names: written })) {
    const now = definitionsOf(name, files);
    if (now.length > 1)
      return presentFact(anchored, `\`${name}\` is defined ${now.length} times in the files of the claim`, now);
    const then = definitionsOf(name, before);
    const [first] = then;
    if (first === undefined || then.length < 2 || isCopiedStill(first, before, files)) continue;
    const removed =
      ground.past && lastHeld(first.path, ground.past, ({ content }) => content.includes(`def ${name}(`))?.removedIn;
    return endedFact(
      `\`${name}\` was defined ${then.length} times, and is defined ${now.length === 0 ? 'no more' : 'once now'}`,
      now,
      removed,
    );
  }
  return undefined;
}

/**
 * What the claim names, in whatever way, hides an earlier one of its name in the same scope of one of its files: to see that, the rest of the
 * file need not be read. Where the document gives several lines, both stand there.
 */
function definedAgain(anchored: AnchoredClaim, { code, past }: VerdictGround): Verdict | undefined {
  const { claim, files } = anchored;
  const inTitle = namesOfTitle(claim.title);
  const names = new Set(inTitle.length > 0 ? inTitle : codeNames(claim));
  const told = files.flatMap((path) => {
    const file = code.file(path);
    const ranges = placesIn(claim, path).flatMap((place) =>
      place.ranges.map((range) => past?.drift(place.path, range, path) ?? range),
    );
    const isMeant = ({ line, last }: Definition): boolean =>
      ranges.length < 2 || ranges.some((range) => line - NEAR <= range.last && range.first <= last);
    return file?.isPython === true ? hidingIn(names, file).filter(isMeant) : [];
  });
  const [first, second] = told;
  if (first === undefined || second === undefined) return undefined;
  return presentFact(
    anchored,
    `${first.message} at ${first.path}:${first.line} and again at line ${second.line}`,
    told,
  );
}

/** Definitions of one name in one scope, without those that belong together and those of which only one is run. */
function hidingIn(names: ReadonlySet<string>, { module, text, path }: CodeFile): readonly Definition[] {
  const nodes = [...FUNCTIONS, 'ClassDef' as const]
    .flatMap((kind) => nodesOf(module, kind))
    .filter(({ name, decorator_list }) => names.has(name) && !decorator_list.some(isOneOfSeveral));
  const scoped = groupBy(nodes, (node) => {
    const [scope] = ancestors(node);
    return scope === undefined || !SCOPES.has(scope.kind) ? undefined : `${scope.start} ${node.name}`;
  });
  return [...scoped].flatMap(([scope, alike]) =>
    scope === undefined || alike.length < 2
      ? []
      : alike.map(({ name, start, end }) => {
          const [line, last] = [text.lineAt(start), text.lineAt(end - 1)];
          return { message: `\`${name}\` is defined`, path, line, last };
        }),
  );
}

const SCOPES: ReadonlySet<string> = new Set(['Module', 'ClassDef', 'FunctionDef', 'AsyncFunctionDef']);

/** `@total.setter`, `@overload`, `@area.register`. */
function isOneOfSeveral(decorator: Node): boolean {
  const called = decorator.kind === 'Call' ? decorator.func : decorator;
  const name = called.kind === 'Attribute' ? called.attr : called.kind === 'Name' ? called.id : '';
  return /^(?:property|setter|getter|deleter|overload|register)$/.test(name);
}

/** A little above what it is may stand what decorates it. */
const NEAR = 10;

/** In backticks, with the brackets of a call, or written as only code is. */
const namesOfTitle = (title: string): readonly string[] => [
  ...codeNames({ names: codesIn(title) }),
  ...[...title.matchAll(/(?<![\w.])([A-Za-z_]\w{0,80})\(\)/g)].map(([, name = '']) => name),
  ...proseNames({ title, text: '', names: [] }),
];

/** Under another name. */
function isCopiedStill(
  { path, line, last }: Definition,
  before: readonly CodeFile[],
  now: readonly CodeFile[],
): boolean {
  const text = before.find((file) => file.path === path)?.text;
  const body = Array.from({ length: last - line }, (_, i) => text?.lineText(line + 1 + i) ?? '').join('\n');
  const lines = quotedLines(body);
  return now.filter(({ tokens }) => (findQuote(lines, tokens)?.share ?? 0) >= ALIKE).length > 1;
}

const ALIKE = 0.75;

interface Definition {
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly last: number;
}

function definitionsOf(name: string, files: readonly CodeFile[]): readonly Definition[] {
  return files.flatMap(({ path, module, text }) =>
    FUNCTIONS.flatMap((kind) => nodesOf(module, kind))
      .filter((node) => node.name === name && !node.decorator_list.some(isOneOfSeveral))
      .map(({ start, end }) => ({
        message: `\`${name}\` is defined here`,
        path,
        line: text.lineAt(start),
        last: text.lineAt(end - 1),
      })),
  );
}

const FUNCTIONS = ['FunctionDef', 'AsyncFunctionDef'] as const;
