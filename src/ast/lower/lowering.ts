import { Kind, type SyntaxTree } from '../../syntax/index.ts';
import type { Span } from '../../text/index.ts';
import type { Expression, Stmt } from '../nodes.generated.ts';
import { makeUnparsedExpr, makeUnparsedStmt } from './make.generated.ts';
import { starOutside } from './stars.ts';

export type LowerExpression = (lowering: Lowering, node: number) => Expression;
/** For expressions whose first child is an expression too: that one is already lowered as `left`. */
export type ExtendExpression = (lowering: Lowering, node: number, left: Expression) => Expression;
export type LowerStatement = (lowering: Lowering, node: number) => Stmt;

/** What to do for each kind of concrete node; every node family contributes its part. */
export interface LoweringTables {
  readonly expressions: Readonly<Record<number, LowerExpression>>;
  readonly extensions: Readonly<Record<number, ExtendExpression>>;
  /** True for an extension that must be lowered as a whole, because the grammar nests its operands wrongly. */
  readonly isMisnested: (lowering: Lowering, node: number, outer: number | undefined) => boolean;
  readonly statements: Readonly<Record<number, LowerStatement>>;
}

/** Deeper nesting becomes UnparsedExpr or UnparsedStmt, so that no source can exhaust the stack. */
const MAX_DEPTH = 400;

/**
 * A longer chain becomes UnparsedExpr: each link is a level for anyone who asks what is around, which is the square of its
 * length, and many a question goes from link to link. CPython 3.11 compiles less than three thousand.
 */
const MAX_LINKS = 3000;

/** The work of lowering one file: the concrete tree, its text, and what could not be read. */
export class Lowering {
  readonly gaps: Span[] = [];
  readonly #tables: LoweringTables;
  readonly #broken: ReadonlySet<number>;
  readonly #isAscii: boolean;
  isTooDeep = false;
  #depth = 0;

  constructor(
    readonly tree: SyntaxTree,
    readonly content: string,
    tables: LoweringTables,
    broken: ReadonlySet<number>,
  ) {
    this.#tables = tables;
    this.#broken = broken;
    this.#isAscii = !BEYOND_ASCII.test(content);
  }

  /** The typed expression of a concrete one, parentheses removed. Chains that grow to the left cost no stack. */
  expression(node: number): Expression {
    const { tree } = this;
    let at = this.withoutParentheses(node);
    if (!this.isExtension(at)) return this.#simpleExpression(at);
    const chain: number[] = [];
    while (this.isExtension(at) && !this.isBroken(at) && !this.#tables.isMisnested(this, at, chain.at(-1))) {
      if (chain.push(at) > MAX_LINKS) {
        this.isTooDeep = true;
        return this.unparsed(node);
      }
      at = this.withoutParentheses(tree.firstChild(at));
    }
    let result = this.#simpleExpression(at);
    for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
      result = this.extend(link, result);
    }
    return result;
  }

  /** True for kinds whose first child is the expression that they extend: `f` in `f(x)`. */
  isExtension(node: number): boolean {
    return this.#tables.extensions[this.tree.kind(node)] !== undefined;
  }

  /** The typed expression of one that extends `left`. The grammar binds the star of `*f(x)` to `f`, Python to the call. */
  extend(node: number, left: Expression): Expression {
    if (left.kind === 'Starred') return starOutside(this.content, left, this.extend(node, left.value));
    const extend = this.#tables.extensions[this.tree.kind(node)];
    if (extend === undefined || this.#meetsLimit()) return this.unparsed(node);
    this.#depth++;
    const expression = extend(this, node, left);
    this.#depth--;
    return expression;
  }

  /** The typed statement of a concrete one. */
  statement(node: number): Stmt {
    const lower = this.#tables.statements[this.tree.kind(node)];
    if (lower === undefined || this.#meetsLimit()) return this.unparsedStatement(node);
    this.#depth++;
    const statement = lower(this, node);
    this.#depth--;
    return statement;
  }

  /** Runs `lower` one level deeper, or `otherwise` when that is too deep. */
  nested<T>(lower: () => T, otherwise: () => T): T {
    if (this.#meetsLimit()) return otherwise();
    this.#depth++;
    const lowered = lower();
    this.#depth--;
    return lowered;
  }

  #meetsLimit(): boolean {
    this.isTooDeep ||= this.#depth >= MAX_DEPTH;
    return this.#depth >= MAX_DEPTH;
  }

  isStatement(node: number): boolean {
    return this.#tables.statements[this.tree.kind(node)] !== undefined;
  }

  /** True when what the grammar could not read lies directly in this node. */
  isBroken(node: number): boolean {
    return this.#broken.size !== 0 && this.#broken.has(node);
  }

  unparsed(node: number): Expression {
    return this.unparsedSpan(this.tree.start(node), this.tree.end(node));
  }

  unparsedSpan(start: number, end: number): Expression {
    this.gaps.push({ start, end });
    return makeUnparsedExpr(start, end);
  }

  unparsedStatement(node: number): Stmt {
    return this.#unparsedStatements(this.tree.start(node), this.tree.end(node));
  }

  /** Statements that are not read because they nest too deep. */
  tooDeep(start: number, end: number): Stmt {
    this.isTooDeep = true;
    return this.#unparsedStatements(start, end);
  }

  #unparsedStatements(start: number, end: number): Stmt {
    this.gaps.push({ start, end });
    return makeUnparsedStmt(start, end);
  }

  textOf(node: number): string {
    return this.content.slice(this.tree.start(node), this.tree.end(node));
  }

  /** A name as Python sees it: in Unicode normal form NFKC. */
  nameOf(node: number): string {
    const text = this.textOf(node);
    return this.#isAscii ? text : text.normalize('NFKC');
  }

  /** The first child with this field, or 0. */
  child(node: number, field: number): number {
    const { tree } = this;
    let child = tree.firstChild(node);
    while (child !== 0 && tree.field(child) !== field) child = tree.nextSibling(child);
    return child;
  }

  /** The first child of this kind, or 0. */
  childOfKind(node: number, kind: number): number {
    const { tree } = this;
    let child = tree.firstChild(node);
    while (child !== 0 && tree.kind(child) !== kind) child = tree.nextSibling(child);
    return child;
  }

  firstNamed(node: number): number {
    const first = this.tree.firstChild(node);
    return first === 0 || (this.tree.isNamed(first) && this.tree.kind(first) !== Kind.ERROR)
      ? first
      : this.nextNamed(first);
  }

  nextNamed(node: number): number {
    const { tree } = this;
    let next = tree.nextSibling(node);
    while (next !== 0 && (!tree.isNamed(next) || tree.kind(next) === Kind.ERROR)) next = tree.nextSibling(next);
    return next;
  }

  withoutParentheses(node: number): number {
    let at = node;
    while (this.tree.kind(at) === Kind.parenthesized_expression && !this.isBroken(at)) at = this.firstNamed(at);
    return at;
  }

  #simpleExpression(node: number): Expression {
    const lower = this.#tables.expressions[this.tree.kind(node)];
    if (lower === undefined || this.#meetsLimit() || this.isBroken(node)) return this.unparsed(node);
    this.#depth++;
    const expression = lower(this, node);
    this.#depth--;
    return expression;
  }
}

/** Asked once of each file: most need no normal form for any of their names. */
const BEYOND_ASCII = /[\u0080-\uffff]/;
