import { ancestors, type JoinedStr, type Module, type Node, nodesOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import type { LineRange } from '../claim.ts';
import { isSilentIn } from '../conclusions.ts';
import { findQuote } from '../find-quote.ts';
import { NEGATIONS } from '../reading/words/defect-words.ts';
import { SAYS_DEPRECATED, SAYS_NOT, SAYS_PERHAPS } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import { aboutIt } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, placesIn, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';
import { spokenCode } from './spoken-code.ts';

/** A way to write that is a defect, to whoever calls it one, wherever it stands. */
interface Kind {
  readonly called: string;
  readonly spoken: RegExp;
  readonly linesIn: (file: CodeFile) => readonly number[];
  /** It stands in every file that has it. */
  readonly word?: string;
  /** The rule that tells the harmful ones from the others. */
  readonly rule?: string;
}

const LOGGING: ReadonlySet<string> = new Set('debug info warning warn error exception critical log'.split(' '));

const KINDS: readonly Kind[] = [
  {
    called: 'an f-string in a call of a logger',
    spoken: /\bf-?strings?\b.{0,80}(?:\blog|ログ|日志|лог)|(?:\blog|ログ|日志|лог).{0,80}\bf-?strings?\b/i,
    linesIn: (file) =>
      startsIn(file, (module) =>
        nodesOf(module, 'Call').filter(
          ({ func, args }) =>
            func.kind === 'Attribute' && LOGGING.has(func.attr) && args.some(({ kind }) => kind === 'JoinedStr'),
        ),
      ),
  },
  {
    called: 'an import within a function',
    spoken:
      /\b(?:inline|local|lazy|nested|in-function|function-level) imports?\b|\bimports? (?:with)?in(?:side)? (?:of )?(?:\w+ )?functions?\b/i,
    linesIn: (file) =>
      startsIn(file, (module) =>
        [...nodesOf(module, 'Import'), ...nodesOf(module, 'ImportFrom')].filter((node) =>
          [...ancestors(node)].some(({ kind }) => kind === 'FunctionDef' || kind === 'AsyncFunctionDef'),
        ),
      ),
  },
  {
    called: '`Any`',
    spoken: /`(?:typing\.)?Any`/,
    linesIn: ({ tokens }) => tokens.flatMap(({ kind, text, line }) => (kind === 'name' && text === 'Any' ? line : [])),
  },
  {
    called: 'a call of `print`',
    spoken: /`print(?:\(\))?`/,
    linesIn: (file) =>
      startsIn(file, (module) =>
        nodesOf(module, 'Call').filter(({ func }) => func.kind === 'Name' && func.id === 'print'),
      ),
  },
  {
    called: 'a bare `except`',
    spoken: /\bbare `?excepts?\b/i,
    linesIn: (file) =>
      startsIn(file, (module) => nodesOf(module, 'ExceptHandler').filter(({ type }) => type === undefined)),
  },
  {
    called: 'an `except Exception`',
    spoken:
      /\b(?:broad|generic|blanket|catch-all|overly broad) (?:`?except|exception (?:handl|catch))|\bcatch\w* (?:generic|broad|all) `?Exception|`except (?:Base)?Exception(?: as \w+)?:?`/i,
    linesIn: (file) =>
      startsIn(file, (module) =>
        nodesOf(module, 'ExceptHandler').filter(
          ({ type }) => type?.kind === 'Name' && /^(?:Base)?Exception$/.test(type.id),
        ),
      ),
  },
  {
    called: 'an exception that is passed over',
    spoken: /\b(?:silent(?:ly)? |swallow\w* )(?:\w+ ){0,3}(?:exceptions?|errors?)|`?except[^`]{0,30}: ?pass`/i,
    linesIn: (file) =>
      startsIn(file, (module) =>
        nodesOf(module, 'ExceptHandler').filter(({ body }) =>
          body.every(({ kind }) => kind === 'Pass' || kind === 'Continue'),
        ),
      ),
  },
  {
    called: 'a `global` statement',
    spoken: /`global(?: \w+)?`|\bglobal (?:statement|keyword)/i,
    linesIn: (file) => startsIn(file, (module) => nodesOf(module, 'Global')),
  },
  {
    called: 'SQL in an f-string',
    spoken: /\bf-?strings?\b.{0,60}\bSQL|\bSQL.{0,60}\bf-?strings?\b|f-string SQL/i,
    rule: 'sql-string-formatting',
    linesIn: (file) => startsIn(file, (module) => nodesOf(module, 'JoinedStr').filter(isQuery)),
  },
  {
    called: 'an import of everything',
    spoken:
      /\b(?:wildcard|star)[- ]imports?\b|\bimport\w{0,8} (?:con )?(?:comod[ií]n|curinga|joker|étoile)|`from [\w.]+ import \*`/i,
    linesIn: (file) =>
      startsIn(file, (module) => nodesOf(module, 'ImportFrom').filter(({ names }) => names[0]?.name === '*')),
  },
];

/** It begins as a statement of SQL does, and not all that is put into it is a constant by its name. */
function isQuery({ values: [first, ...others] }: JoinedStr): boolean {
  const given = others.flatMap((each) => (each.kind === 'FormattedValue' ? each.value : []));
  if (given.length > 0 && given.every(isConstant)) return false;
  return (
    first?.kind === 'Constant' &&
    first.value.kind === 'str' &&
    /^\s*(?:select|insert|update|delete|alter|create|drop|pragma|with|truncate|grant)\s/i.test(first.value.value)
  );
}

const isConstant = (node: Node): boolean =>
  (node.kind === 'Attribute' && /^_?[A-Z][A-Z0-9_]*$/.test(node.attr)) ||
  (node.kind === 'Name' && /^_?[A-Z][A-Z0-9_]*$/.test(node.id));

/** The title calls a way to write by its name, and it stands, or stood, on the lines that the document gives. */
export function tellingSyntax(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, text } = anchored.claim;
  const isLined = anchored.claim.places.some(({ ranges }) => ranges.length > 0);
  const kind = kindOf(title, text) ?? (isLined ? kindOf(aboutIt(anchored.claim)[1] ?? '', '') : undefined);
  if (kind === undefined) return undefined;
  const files = filesFor(kind, anchored, ground).filter(({ isPython }) => isPython);
  const [word = ''] = title.toLowerCase().match(/\p{L}+/u) ?? [];
  if (files.length === 0 || NEGATIONS.has(word)) return undefined;
  // What is said to be a danger under a condition is not plain to see, where the rule that knows the condition finds nothing.
  const { rule } = kind;
  if (
    rule !== undefined &&
    SAYS_PERHAPS.test(`${title} ${text}`) &&
    files.every(({ path }) => isSilentIn(path, rule, ground.conclusions))
  )
    return undefined;
  const asked = files.map((file) => ({
    file,
    ranges: placesIn(anchored.claim, file.path).flatMap((place) => place.ranges),
  }));
  const isPlaced = asked.some(({ ranges }) => ranges.length > 0);
  const told = asked.filter(({ ranges }) => ranges.length > 0 || !isPlaced);
  const now = told.flatMap(({ file, ranges }) =>
    standing(kind, file, ranges, (range) => driftOf(file, range, anchored, ground)),
  );
  if (now.length > 0) return presentFact(anchored, `${kind.called} stands at ${listed(now)}`, now.slice(0, MOST_TOLD));
  if (files.some((file) => kind.linesIn(file).length > 0)) return undefined;
  const [first] = told.flatMap(({ file, ranges }) => {
    const before = auditedFile(file.path, ground);
    return before === undefined ? [] : standing(kind, before, ranges, (range) => range);
  });
  if (first === undefined) return undefined;
  const stood = `${kind.called} stood at ${first.path}:${first.line} when the document was written`;
  return endedFact(`${stood}, and stands in none of its files any more`, [], undefined);
}

/** What is deprecated is so wherever it stands; where the document names no file, few have it. */
function filesFor({ word }: Kind, anchored: AnchoredClaim, ground: VerdictGround): readonly CodeFile[] {
  const { claim, missing } = anchored;
  if (word === undefined || claim.places.length > 0 || missing.length > 0) return wholeFiles(anchored, ground);
  const holding = [...ground.code.filesWith(word)];
  return holding.length > MOST_HOLDING
    ? []
    : holding.filter(({ path }) => ground.conclusions.gapIn(path) === undefined);
}

const MOST_HOLDING = 20;

function listed(places: readonly { readonly path: string; readonly line: number }[]): string {
  const told = places.slice(0, MOST_TOLD).map(({ path, line }) => `${path}:${line}`);
  const left = places.length - told.length;
  return `${told.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

const MOST_TOLD = 6;

/** A kind of the table, or a call that the title calls deprecated. */
function kindOf(title: string, text: string): Kind | undefined {
  const known = KINDS.find(({ spoken }) => spoken.test(title));
  const isDeprecated = SAYS_DEPRECATED.test(title) && !SAYS_NOT.test(title);
  const [code] = isDeprecated ? [...spokenCode(title), ...spokenCode(text)] : [];
  if (known !== undefined || code === undefined) return known;
  const [quoted] = code.lines;
  if (quoted === undefined) return undefined;
  const { text: first } = quoted.tokens[0] ?? { text: '' };
  const linesIn = ({ tokens }: CodeFile): readonly number[] =>
    tokens.flatMap((token, i) => {
      if (token.text !== first) return [];
      const found = findQuote(code.lines, tokens.slice(i, i + quoted.tokens.length));
      return found?.share === 1 && !found.isRenamed ? token.line : [];
    });
  return { called: `\`${code.text}\``, spoken: SAYS_DEPRECATED, linesIn, word: code.text };
}

/** One line of evidence for each range that has it; where there are no ranges, the first of the file. */
function standing(
  kind: Kind,
  file: CodeFile,
  ranges: readonly LineRange[],
  placed: (range: LineRange) => LineRange,
): { readonly message: string; readonly path: string; readonly line: number }[] {
  const lines = kind.linesIn(file);
  const hits =
    ranges.length === 0
      ? lines.slice(0, 1)
      : ranges.flatMap((range) => {
          const { first, last } = placed(range);
          return lines.find((line) => first - NEAR <= line && line <= last + NEAR) ?? [];
        });
  return hits.map((line) => ({ message: kind.called, path: file.path, line }));
}

const NEAR = 2;

function driftOf(file: CodeFile, range: LineRange, { claim }: AnchoredClaim, { past }: VerdictGround): LineRange {
  const written = placesIn(claim, file.path)[0]?.path ?? file.path;
  return past?.drift(written, range, file.path) ?? range;
}

function startsIn(file: CodeFile, nodes: (module: Module) => readonly { readonly start: number }[]): readonly number[] {
  return nodes(file.module).map(({ start }) => file.text.lineAt(start));
}
