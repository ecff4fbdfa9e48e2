/** Values that come to the call they are for by a way of their own. */
import { ancestors, type Expression, type Node, type NodeOfKind, type Stmt, walk } from '../../ast/index.ts';
import type { Piece, PythonFile } from './rewriting.ts';
import { COMPOUND, indentOf, isDef, lineStart, nodesUnder, sitesIn, startOf, topStatement } from './syntax.ts';
import type { Subject, Transformation } from './transformation.ts';

export interface CarriedValue {
  readonly value: Expression;
  readonly statement: Stmt;
  readonly indent: string;
  /** `carried_1`, unique in the file; by it CPython's check knows what to put back. */
  readonly name: string;
}

interface Carrier {
  readonly name: string;
  readonly what: string;
  readonly isWanted: (value: Expression) => boolean;
  /** Whether the value is given its name just above the statement, or above the statement of the module that holds it. */
  readonly above: 'statement' | 'module';
  readonly use: (name: string) => string;
  /** The lines that give it its name, without their indent. */
  readonly define: (name: string, value: Piece) => readonly Piece[];
}

/** Values that are given a name on the lines above, and are used by it. */
export function carriedAbove({ name: carrier, what, isWanted, above, use, define }: Carrier): Transformation {
  return {
    name: carrier,
    what,
    sameness: 'carried',
    apply(subject, rewriting) {
      for (const file of subject.python) {
        const { path } = file;
        for (const { value, statement, indent, name } of argumentsAt(subject, file, isWanted)) {
          const holder = above === 'statement' ? statement : topStatement(value);
          if (holder === undefined || !rewriting.replace(path, value.start, value.end, use(name))) continue;
          const lines = define(name, { path, start: value.start, end: value.end });
          rewriting.insert(path, lineStart(file, startOf(file, holder)), above === 'statement' ? indent : '', ...lines);
        }
      }
    },
  };
}

/** Arguments of the calls in the statements that a transformation works at. */
export function argumentsAt(
  subject: Subject,
  file: PythonFile,
  isWanted: (value: Expression) => boolean,
): CarriedValue[] {
  const found: CarriedValue[] = [];
  for (const statement of sitesIn(subject, file)) {
    const indent = indentOf(file, statement);
    if (indent === undefined || COMPOUND.has(statement.kind) || statement.parent?.kind === 'ClassDef') continue;
    for (const call of unconditionalCalls(statement)) {
      // Checkers of types read these where they stand.
      if (TYPING.test(file.model.types.calleeName(call.func) ?? '')) continue;
      for (const value of [
        ...call.args,
        ...call.keywords.filter(({ arg }) => arg !== undefined).map(({ value }) => value),
      ]) {
        if (value.kind === 'Starred' || !isWanted(value) || found.some((other) => isAround(other.value, value)))
          continue;
        found.push({ value, statement, indent, name: `carried_${found.length + 1}` });
      }
    }
  }
  return found;
}

const TYPING = /^typing\.(cast|TypeVar|NewType|NamedTuple|TypedDict)$/;

function isAround(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function unconditionalCalls(statement: Stmt): NodeOfKind<'Call'>[] {
  const calls: NodeOfKind<'Call'>[] = [];
  walk(statement, (node) => {
    if (node.kind === 'Call') calls.push(node);
    return DEFERRING.has(node.kind) ? 'skip' : undefined;
  });
  return calls;
}

const DEFERRING: ReadonlySet<Node['kind']> = new Set([
  ...([
    'Lambda',
    'ListComp',
    'SetComp',
    'DictComp',
    'GeneratorExp',
    'IfExp',
    'BoolOp',
    'NamedExpr',
    'JoinedStr',
  ] as const),
]);

/** Numbers, texts and what is made of them alone. */
export function isConstant(value: Expression): boolean {
  return nodesUnder(value).every(({ kind }) => CONSTANT_PARTS.has(kind)) && value.kind !== 'Tuple';
}

const CONSTANT_PARTS: ReadonlySet<Node['kind']> = new Set([
  ...(['Constant', 'List', 'Dict', 'Set', 'Tuple', 'UnaryOp', 'BinOp'] as const),
]);

/** What can be evaluated a line earlier: no await, no name bound on the way. */
export function isMovable(value: Expression): boolean {
  if (value.kind === 'Name' || value.kind === 'Lambda' || value.kind === 'GeneratorExp') return false;
  return nodesUnder(value).every(({ kind }) => !IN_PLACE.has(kind));
}

const IN_PLACE: ReadonlySet<Node['kind']> = new Set([
  ...(['Await', 'Yield', 'YieldFrom', 'NamedExpr', 'Starred'] as const),
]);

/** The function whose parameters a statement sees, where it is no method that a library calls. */
export function plainFunctionAround(
  node: Node,
): Extract<Node, { kind: 'FunctionDef' | 'AsyncFunctionDef' }> | undefined {
  for (const above of ancestors(node)) {
    if (above.kind === 'Lambda' || above.kind === 'ClassDef') return undefined;
    if (isDef(above)) return above.decorator_list.length === 0 && !/^(__|test)/.test(above.name) ? above : undefined;
  }
  return undefined;
}
