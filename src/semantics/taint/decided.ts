/** Tests that are decided where a piece of code runs: around it, and refusals before it. */
import {
  ancestors,
  blockAround,
  type Expression,
  type GeneratorExp,
  type If,
  isInBlock,
  isWithin,
  type ListComp,
  lastName,
  type Node,
  type SetComp,
  type Stmt,
} from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import { memoizeByFile, memoizeInFile } from '../by-file.ts';
import { swallowingOf } from '../flow/swallowing.ts';
import { limitsMetIn } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/** A test, and how it came out where the value is used. */
export interface Decided {
  readonly test: Expression;
  readonly isTrue: boolean;
}

/** What is known only of what a name held before: the other outcome binds it again. */
interface Found extends Decided {
  readonly kept?: { readonly name: string; readonly unlessIn: If };
}

/** Tests that are decided where a node runs, within its function. */
export const decidedAt = (node: Node, model: SemanticModel): readonly Decided[] =>
  foundAt(node, model).filter(({ kept }) => kept === undefined);

/** Those that are decided at a place of the path that a value comes by, as far as they speak of that value. */
export const decidedOnPath = (
  place: Expression,
  path: readonly Expression[],
  model: SemanticModel,
): readonly Decided[] =>
  foundAt(place, model).filter(
    ({ kept }) =>
      kept === undefined ||
      (place.kind === 'Name' &&
        place.id === kept.name &&
        !path.some((each) => kept.unlessIn.body.some((statement) => isWithin(each, statement)))),
  );

/** Many flows pass the same places. */
const foundAt = memoizeInFile(findDecided);

function findDecided(node: Node, model: SemanticModel): readonly Found[] {
  const decided: Found[] = [];
  let child: Node = node;
  for (const outer of ancestors(node)) {
    for (const refusal of refusalsBefore(child, model)) decided.push(refusal);
    if (endsChecks(outer)) break;
    if (decided.length > MOST_BEFORE) {
      noteCut(node, model);
      break;
    }
    if (outer.kind === 'If' || outer.kind === 'While') {
      if (isInBlock(outer.body, child)) decided.push({ test: outer.test, isTrue: true });
      if (isInBlock(outer.orelse, child)) decided.push({ test: outer.test, isTrue: false });
    }
    if (outer.kind === 'IfExp' && outer.test !== child)
      decided.push({ test: outer.test, isTrue: outer.body === child });
    // `name for name in names if name in ALLOWED`
    if (isComprehension(outer) && outer.elt === child && !joinsCharacters(outer, model))
      for (const { ifs } of outer.generators) decided.push(...ifs.map((test) => ({ test, isTrue: true })));
    if (outer.kind === 'BoolOp' && outer.op === 'And')
      for (const before of valuesBefore(child, outer.values, model)) decided.push({ test: before, isTrue: true });
    child = outer;
  }
  return decided;
}

const valuesBefore = (child: Node, values: readonly Expression[], model: SemanticModel): readonly Expression[] =>
  lastBefore(
    firstIndex(values, ({ end }) => end >= child.end),
    values,
    child,
    model,
  );

/** A function within one is made, and called, where what was asked before it holds. */
export const endsChecks = (node: Node): boolean =>
  node.kind === 'Module' ||
  ((node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') &&
    (node.parent?.kind === 'Module' || node.parent?.kind === 'ClassDef'));

const isComprehension = (node: Node): node is ListComp | SetComp | GeneratorExp =>
  node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'GeneratorExp';

/** `"".join(letter for letter in name if …)`: what each of them is says little of all together. */
const joinsCharacters = ({ parent }: Node, { values }: SemanticModel): boolean =>
  parent?.kind === 'Call' &&
  parent.func.kind === 'Attribute' &&
  parent.func.attr === 'join' &&
  values.string(parent.func.value) === '';

/** `if name not in ALLOWED: raise …` and `assert` before a statement. */
function refusalsBefore(statement: Node, model: SemanticModel): readonly Found[] {
  return testsBefore(statement, refusalsOf(blockAround(statement), model), model);
}

const refusalsOf = memoizeInFile((block: readonly Stmt[], model: SemanticModel) =>
  testsByEnd(block, (each) => foundBehind(each, model)),
);

/** What the statements of a block ask, in their order, each with where its statement ends. */
type TestsByEnd<Tested> = readonly (readonly [end: number, asked: Tested])[];

export const testsByEnd = <Tested>(
  block: readonly Stmt[],
  testsOf: (each: Stmt) => readonly Tested[],
): TestsByEnd<Tested> => block.flatMap((each) => testsOf(each).map((tested) => [each.end, tested] as const));

/** Each of thousands of values in one block would ask all that is asked before it. */
const MOST_BEFORE = 2_000;

/** Those of statements before one, or the last of them. */
export const testsBefore = <Tested>(
  statement: Node,
  tests: TestsByEnd<Tested>,
  model: SemanticModel,
): readonly Tested[] =>
  lastBefore(
    firstIndex(tests, ([end]) => end > statement.start),
    tests,
    statement,
    model,
  ).map(([, tested]) => tested);

function lastBefore<Each>(here: number, all: readonly Each[], at: Node, model: SemanticModel): readonly Each[] {
  if (here > MOST_BEFORE) noteCut(at, model);
  return all.slice(Math.max(0, here - MOST_BEFORE), here);
}

function noteCut(at: Node, { source }: SemanticModel): void {
  const says = `checks of a value were looked for in the ${MOST_BEFORE} calls and tests before it, and in none before those`;
  limitsMetIn(source).meet('checks', says, at);
}

/** What is known behind a statement that went on: also where the refusal is in what always runs. */
export const decidedBehind = (statement: Stmt, model: SemanticModel): readonly Decided[] =>
  foundBehind(statement, model).filter(({ kept }) => kept === undefined);

function foundBehind(statement: Stmt, model: SemanticModel): readonly Found[] {
  const all = behindOf(model);
  // From the last `elif` up, so that a chain of any length costs no stack.
  const chain: Stmt[] = [statement];
  for (let at = elifOf(statement); at !== undefined && !all.has(at); at = elifOf(at)) chain.push(at);
  for (const each of chain.toReversed()) if (!all.has(each)) all.set(each, findBehind(each, model));
  return all.get(statement) ?? [];
}

/** The condition that is asked where this one does not hold. */
export const elifOf = (statement: Stmt): If | undefined => {
  const [next, other] = statement.kind === 'If' ? statement.orelse : [];
  return next?.kind === 'If' && other === undefined ? next : undefined;
};

/** Whatever is in a block asks about the same statements before it. */
const behindOf = memoizeByFile((_: SemanticModel) => new Map<Stmt, readonly Found[]>());

function findBehind(statement: Stmt, model: SemanticModel): readonly Found[] {
  const behind = (block: readonly Stmt[]) => block.flatMap((each) => foundBehind(each, model));
  switch (statement.kind) {
    case 'Assert':
      return [{ test: statement.test, isTrue: true }];
    case 'If': {
      if (statement.orelse.length === 0)
        return leaves(statement.body, model)
          ? [{ test: statement.test, isTrue: false }]
          : namesReplaced(statement.body).map((name) => ({
              test: statement.test,
              isTrue: false,
              kept: { name, unlessIn: statement },
            }));
      // Whatever was asked, both sides ask the same.
      const textOf = ({ test, isTrue }: Decided) => `${isTrue} ${model.source.text.slice(test)}`;
      const known = (block: readonly Stmt[]) => block.flatMap((each) => decidedBehind(each, model));
      const otherwise = new Set(known(statement.orelse).map(textOf));
      return known(statement.body).filter((each) => otherwise.has(textOf(each)));
    }
    case 'Try':
      // Behind a handler that goes on, a refusal has refused nothing.
      return statement.handlers.every(({ body }) => leaves(body, model)) ? behind(statement.body) : [];
    case 'With':
    case 'AsyncWith':
      return statement.items.some(({ context_expr: item }) => swallowingOf(item, model) !== 'nothing')
        ? []
        : behind(statement.body);
    default:
      return [];
  }
}

/** `if not is_known(target): target = "/"`: what it held before is left where the test says so. */
const namesReplaced = (body: readonly Stmt[]): readonly string[] =>
  body.flatMap((each) => {
    const [target, other] = each.kind === 'Assign' ? each.targets : [];
    return target?.kind === 'Name' && other === undefined ? [target.id] : [];
  });

export const leaves = (body: readonly Stmt[], { flow }: SemanticModel): boolean =>
  !flow.exits(body).falls || isLeaving(body);
const isLeaving = (body: readonly Stmt[]): boolean => {
  const last = body.at(-1);
  return (
    last?.kind === 'Expr' &&
    last.value.kind === 'Call' &&
    /^(?:abort|fail|error)$/.test(lastName(last.value.func) ?? '')
  );
};
