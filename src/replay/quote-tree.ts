/**
 * Where quoted Python stands in a file, by the syntax tree: up to formatting, what was left out (`...`, the rest of a block, a
 * signature's parameters, the object that an attribute is asked of) and names, which may be called otherwise as long as each is called so throughout.
 */

import { type Module, type Node, nodesOf, type Stmt, walk } from '../ast/index.ts';
import type { PythonParser } from '../ast/lower/index.ts';
import type { SourceText } from '../text/index.ts';
import type { FoundQuote } from './find-quote.ts';

/** The statements of a quote; undefined where it is no Python, or none that could be told from any other. */
export function quotedTree(code: string, parser: PythonParser): readonly Stmt[] | undefined {
  if (code.length > LONGEST_QUOTE) return undefined;
  const { module, gaps } = parser.parse(completed(code));
  const tells = module.body.some((statement) => !isGap(statement));
  return gaps.length > 0 || !tells ? undefined : module.body;
}

const LONGEST_QUOTE = 20_000;

/** The first of the places with fewest other names; undefined where it stands nowhere whole. */
export function findTree(quote: readonly Stmt[], module: Module, text: SourceText): FoundQuote | undefined {
  const [head, ...others] = quote.filter((statement, i) => i > 0 || !isGap(statement));
  if (head === undefined) return undefined;
  const wanted = [head, ...others];
  const steps = { left: MOST_STEPS };
  const isFragment = head.kind === 'Expr' && others.length === 0;
  const found = isFragment
    ? nodesOf(module, head.value.kind).flatMap((node) => matchOf([head.value], [node], steps) ?? [])
    : nodesOf(module, head.kind).flatMap((node) => matchOf(wanted, withLater(node), steps) ?? []);
  const [best] = found.sort((a, b) => a.otherNames - b.otherNames || a.start - b.start);
  if (best === undefined) return others.length === 0 ? partOf(head, module, text, steps) : undefined;
  return {
    lines: linesOf(best, text),
    share: best.otherNames === 0 ? 1 : RENAMED_SHARE,
    isRenamed: best.otherNames > 0,
  };
}

/** Of one statement that is worded freely, the largest part that stands in the file once as it is quoted. */
function partOf(statement: Stmt, module: Module, text: SourceText, steps: { left: number }): FoundQuote | undefined {
  const parts: { readonly node: Node; readonly share: number }[] = [];
  const all = leavesOf(statement).length;
  walk(statement, (node) => {
    const leaves = leavesOf(node);
    const isTelling = leaves.length >= LEAST_LEAVES || (leaves.length > 1 && leaves.some(isLongText));
    if (PARTS.has(node.kind) && isTelling && leaves.length / all >= LEAST_PART)
      parts.push({ node, share: leaves.length / all });
  });
  for (const { node, share } of parts.sort((a, b) => b.share - a.share)) {
    const found = nodesOf(module, node.kind).flatMap((each) => matchOf([node], [each], steps) ?? []);
    const same = found.filter(({ otherNames }) => otherNames === 0);
    const [only] = same;
    if (only !== undefined && same.length === 1) return { lines: linesOf(only, text), share, isRenamed: false };
  }
  return undefined;
}

const PARTS: ReadonlySet<string> = new Set(['Call', 'BinOp', 'BoolOp', 'Compare', 'Subscript']);
const LEAST_LEAVES = 3;
const LEAST_PART = 0.5;
const LONG_TEXT = 6;

function leavesOf(root: Node): readonly Node[] {
  const leaves: Node[] = [];
  walk(root, (node) => {
    if (node.kind === 'Name' || node.kind === 'Constant' || node.kind === 'Attribute') leaves.push(node);
  });
  return leaves;
}

const isLongText = (node: Node): boolean =>
  node.kind === 'Constant' && node.value.kind === 'str' && node.value.value.length >= LONG_TEXT;

const linesOf = ({ start, end }: Match, text: SourceText): FoundQuote['lines'] => ({
  first: text.lineAt(start),
  last: text.lineAt(Math.max(start, end - 1)),
});

/** Comparisons in one file; a quote full of gaps could ask for more than anybody waits for. */
const MOST_STEPS = 200_000;
/** As other names weigh where tokens are compared. */
const RENAMED_SHARE = 0.8;

interface Match {
  readonly start: number;
  readonly end: number;
  readonly otherNames: number;
}

function matchOf(quote: readonly Node[], nodes: readonly Node[], steps: { left: number }): Match | undefined {
  const [first] = nodes;
  const matching = new Matching(steps);
  if (first === undefined || !matching.isPrefix(quote, nodes)) return undefined;
  const { names, otherNames, end } = matching;
  // Half of the names at least are the same, and there are enough of them: else any two calls are alike.
  if (otherNames > 0 && (names < LEAST_NAMES || otherNames * 2 > names)) return undefined;
  return { start: first.start, end: Math.max(end, first.start + 1), otherNames };
}

const LEAST_NAMES = 4;

/** A statement and those behind it in the same block. */
function withLater(statement: Node): readonly Node[] {
  const { parent } = statement;
  if (parent === undefined) return [statement];
  for (const value of Object.values(parent)) {
    const at = Array.isArray(value) ? value.indexOf(statement) : -1;
    if (at >= 0) return (value as readonly Node[]).slice(at);
  }
  return [statement];
}

/** Blocks: a quote may end before they do. */
const BLOCKS: ReadonlySet<string> = new Set(['body', 'orelse', 'finalbody', 'handlers', 'cases']);
/** What a quote may show shortened, or not at all, of a definition; and what is no part of the tree. */
const OF_SIGNATURES: ReadonlySet<string> = new Set(['args', 'returns', 'type_params']);
const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'parent', 'name_start']);
/** Fields that hold a name somebody chose. */
const NAMES: ReadonlySet<string> = new Set(['id', 'name', 'attr', 'arg', 'asname']);

class Matching {
  readonly #to = new Map<string, string>();
  readonly #from = new Map<string, string>();
  /** Names in the order in which they were met, to be forgotten where a way leads nowhere. */
  readonly #met: string[] = [];
  end = 0;

  constructor(readonly steps: { left: number }) {}

  get names(): number {
    return this.#met.length;
  }

  get otherNames(): number {
    return this.#met.filter((name) => this.#to.get(name) !== name).length;
  }

  /** Whether nodes begin with what is quoted. */
  isPrefix(quoted: readonly Node[], nodes: readonly Node[]): boolean {
    return this.#sequence(quoted, nodes, true);
  }

  #sequence(quoted: readonly Node[], nodes: readonly Node[], mayGoOn: boolean): boolean {
    const [wanted, ...rest] = quoted;
    if (wanted === undefined) return mayGoOn || nodes.length === 0;
    if (isGap(wanted)) {
      for (let left = 0; left <= nodes.length; left++)
        if (this.#tried(() => this.#sequence(rest, nodes.slice(left), mayGoOn))) return true;
      return false;
    }
    const [node, ...later] = nodes;
    return node !== undefined && this.#isSame(wanted, node) && this.#sequence(rest, later, mayGoOn);
  }

  #tried(way: () => boolean): boolean {
    const { end } = this;
    const met = this.#met.length;
    if (way()) return true;
    this.end = end;
    for (const name of this.#met.splice(met)) {
      this.#from.delete(this.#to.get(name) ?? '');
      this.#to.delete(name);
    }
    return false;
  }

  #isSame(quoted: Node, node: Node): boolean {
    if (this.steps.left-- <= 0) return false;
    if (isEllipsis(quoted)) return this.#reach(node.end);
    // `stage` is said of `version.stage`.
    if (quoted.kind === 'Name' && node.kind === 'Attribute' && quoted.id === node.attr) return this.#reach(node.end);
    if (quoted.kind !== node.kind) return false;
    const isDefinition = 'decorator_list' in quoted;
    const isBlock = 'body' in quoted;
    for (const [field, value] of Object.entries(quoted)) {
      if (PLACES.has(field) || (isDefinition && OF_SIGNATURES.has(field))) continue;
      const other: unknown = (node as unknown as Readonly<Record<string, unknown>>)[field];
      if (field === 'decorator_list' && (value as readonly Node[]).length === 0) continue;
      if (!this.#isSameField(field, value, other, quoted, node)) return false;
    }
    return this.#reach(isBlock ? node.start + 1 : node.end);
  }

  #isSameField(field: string, value: unknown, other: unknown, quoted: Node, node: Node): boolean {
    if (Array.isArray(value) && Array.isArray(other)) {
      if (field === 'keywords') return this.#keywords(value, other, holdsGap(quoted));
      if (BLOCKS.has(field)) return this.#sequence(value, withoutDocstring(value, other, node), true);
      return value.every(isNode) ? this.#sequence(value, other, false) : value.join() === other.join();
    }
    if (isNode(value) && isNode(other)) return this.#isSame(value, other);
    // What others define is called as they call it: parameters of a call, imported modules.
    const isChosen = NAMES.has(field) && quoted.kind !== 'keyword' && (quoted.kind !== 'alias' || field === 'asname');
    if (typeof value === 'string' && typeof other === 'string' && isChosen) return this.#isCalled(value, other);
    return isSameValue(value, other);
  }

  /** In whatever order. */
  #keywords(quoted: readonly Node[], nodes: readonly Node[], mayBeMore: boolean): boolean {
    if (quoted.length > nodes.length || (!mayBeMore && quoted.length < nodes.length)) return false;
    const left = [...nodes];
    return quoted.every((wanted) => {
      const at = left.findIndex((node) => this.#tried(() => this.#isSame(wanted, node)));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }

  #isCalled(name: string, other: string): boolean {
    const known = this.#to.get(name);
    if (known !== undefined) return known === other;
    if (this.#from.has(other)) return false;
    this.#to.set(name, other);
    this.#from.set(other, name);
    this.#met.push(name);
    return true;
  }

  #reach(end: number): true {
    this.end = Math.max(this.end, end);
    return true;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'kind' in value && 'start' in value;

/** Constants are small records. */
function isSameValue(value: unknown, other: unknown): boolean {
  if (typeof value !== 'object' || value === null || typeof other !== 'object' || other === null)
    return value === other;
  const entries = Object.entries(value);
  const others = other as Readonly<Record<string, unknown>>;
  return entries.every(([key, each]) => each === others[key]);
}

function isEllipsis(node: Node): boolean {
  return node.kind === 'Constant' && node.value.kind === 'ellipsis';
}

function isGap(node: Node): boolean {
  return isEllipsis(node) || (node.kind === 'Expr' && isEllipsis(node.value));
}

const holdsGap = (node: Node): boolean => node.kind === 'Call' && node.args.some(isGap);

/** What a function says of itself is seldom quoted. */
function withoutDocstring(quoted: readonly Node[], nodes: readonly Node[], owner: Node): readonly Node[] {
  const [first, ...rest] = nodes;
  const isOwn = 'decorator_list' in owner && first !== undefined && isText(first);
  return isOwn && (quoted[0] === undefined || !isText(quoted[0])) ? rest : nodes;
}

const isText = (node: Node): boolean =>
  node.kind === 'Expr' && node.value.kind === 'Constant' && node.value.value.kind === 'str';

/** As Python: what was left out as `...`, blocks that have no body with one, and everything as far to the left as it goes. */
function completed(code: string): string {
  const lines = code
    .replaceAll('…', '...')
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line.replace(/^(\s*)(?:#\s*)?\.\.\..*$/, '$1...').replace(/^(\s*(?:async\s+)?def\b.*?)\.\.\./, '$1_'),
    )
    .filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map(marginOf));
  return lines
    .flatMap((line, i) => {
      const next = lines.slice(i + 1).find((each) => !each.trim().startsWith('#'));
      const isHeader = [line, line.split('#', 1)[0] ?? ''].some((each) => each.trimEnd().endsWith(':'));
      const isEmpty = isHeader && (next === undefined || marginOf(next) <= marginOf(line));
      const own = line.slice(margin);
      return isEmpty && BLOCK.test(line) ? [own, `${' '.repeat(marginOf(line) - margin + 4)}...`] : [own];
    })
    .join('\n')
    .concat('\n');
}

const marginOf = (line: string): number => line.length - line.trimStart().length;

const BLOCK = /^\s*(?:async|def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b/;
