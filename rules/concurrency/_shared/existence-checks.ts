/** Inserts that were decided by asking whether such a row is there: `if session.query(User).filter(User.name == name).first(): raise …`. */
import {
  type Call,
  type Def,
  type Expression,
  holds,
  type If,
  lastName,
  type Name,
  type Node,
  numberConstant,
  type PresenceTest,
  presenceTested,
  type Stmt,
  walk,
  withoutAwait,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** A row that is added because a query found none like it. */
export interface CheckedInsert {
  /** The full name of the class of the rows, as this file knows it. */
  readonly row: string;
  readonly rowName: string;
  /** The columns that the query compares, each of which the new row is given. */
  readonly columns: readonly string[];
  /** Where it is asked. */
  readonly check: Expression;
  readonly insert: Call;
  /** The row is written there, and not when someone commits. */
  readonly isWritten?: true;
  /** As long as there are fewer than so many. */
  readonly isCount?: true;
}

/** What a test says of rows: that there are some, or that there are as many as may be. */
export interface RowTest extends PresenceTest {
  readonly isCount?: true;
  /** `seat in taken`: what is asked for is the column that was read. */
  readonly isMember?: true;
}

/** Those of a function, one for each class of rows. */
export function checkedInserts(fn: Def, model: SemanticModel): readonly CheckedInsert[] {
  const found = new Map<string, CheckedInsert>();
  for (const insert of callsWithin([fn])) {
    const made = rowAdded(insert, model);
    const row = made === undefined ? undefined : model.names.qualifiedName(made.func);
    if (made === undefined || row === undefined || found.has(row)) continue;
    for (const test of testsIn(fn, model)) {
      const tested = mayLeadTo(test, insert, model) ? rowsTested(test.test, model) : undefined;
      const compared = tested === undefined ? undefined : columnsCompared(tested, row, model);
      if (tested === undefined || compared === undefined || compared.length === 0) continue;
      if (!isGiven(made, compared)) continue;
      found.set(row, {
        row,
        rowName: lastName(made.func) ?? row,
        columns: compared,
        ...(tested.isCount && { isCount: tested.isCount }),
        check: test.test,
        insert,
      });
      break;
    }
  }
  return [...found.values()];
}

/** The constructor of what `session.add(…)` is given. */
export function rowAdded({ func, args }: Call, model: SemanticModel): Call | undefined {
  const [added, ...others] = args;
  if (func.kind !== 'Attribute' || func.attr !== 'add' || added === undefined || others.length > 0) return undefined;
  const made = model.flow.origins(added);
  const [only] = made;
  const isRow = made.length === 1 && only?.kind === 'Call' && /^_*[A-Z]/.test(lastName(only.func) ?? '');
  return isRow ? only : undefined;
}

/** The new row has the values that were asked for, as far as its arguments say. */
const isGiven = ({ keywords }: Call, columns: readonly string[]): boolean =>
  keywords.some(({ arg }) => arg === undefined) ||
  columns.every((column) => keywords.some(({ arg }) => arg === column));

/** What a test asks to be there: a name, the query itself, or how many of them there are. */
export function existenceTested(test: Expression): PresenceTest | undefined {
  if (test.kind === 'Call' && test.args[0] !== undefined && lastName(test.func) === 'bool')
    return existenceTested(test.args[0]);
  const tested = presenceTested(test);
  if (tested !== undefined) return { ...tested, subject: bound(tested.subject) };
  // `if alias and await links.exists(alias):` asks where there is an alias.
  if (test.kind === 'BoolOp' && test.op === 'And')
    return ['Await', 'Call'].flatMap((kind) =>
      test.values.map(existenceTested).filter((each) => each?.subject.kind === kind),
    )[0];
  if (test.kind === 'Compare') {
    const isPresent =
      test.ops.length === 1 ? COUNTED.get(`${test.ops[0]} ${numberConstant(test.comparators[0])}`) : undefined;
    return isPresent === undefined ? undefined : { subject: bound(test.left), isPresent };
  }
  const isAbsent = test.kind === 'UnaryOp' && test.op === 'Not';
  const subject = bound(isAbsent ? test.operand : test);
  return subject.kind === 'Call' || subject.kind === 'Await' ? { subject, isPresent: !isAbsent } : undefined;
}

/** What a test says of rows that were read before: besides whether there are any, whether this is among them, or whether they are too many. */
export function rowsTested(test: Expression, model: SemanticModel): RowTest | undefined {
  const conjuncts = test.kind === 'BoolOp' && test.op === 'And' ? test.values : [];
  const tested = conjuncts.flatMap((each) => rowsTested(each, model) ?? []);
  // `if accepted and not solved:` inserts only where none was found.
  const absent = tested.find((each) => !each.isPresent) ?? tested.find((each) => each.isMember || each.isCount);
  if (absent !== undefined) return absent;
  const plain = existenceTested(test);
  if (plain !== undefined) return testedBefore(plain, model) ?? { ...plain, subject: counted(plain.subject) };
  const [op, ...others] = test.kind === 'Compare' ? test.ops : [];
  const [than] = test.kind === 'Compare' ? test.comparators : [];
  if (test.kind !== 'Compare' || op === undefined || than === undefined || others.length > 0) return undefined;
  if (op === 'In' || op === 'NotIn') return { subject: than, isPresent: op === 'In', isMember: true };
  const isFull = op === 'GtE' || op === 'Gt' ? true : op === 'Lt' || op === 'LtE' ? false : undefined;
  if (isFull === undefined || test.left.kind === 'Attribute') return undefined;
  const isNumber = expressionsBehind(test.left, model).some((each) => holds(each, isCounting));
  return isNumber ? { subject: counted(bound(test.left)), isPresent: isFull, isCount: true } : undefined;
}

/** `solved = session.query(…).first() is not None` in a line of its own, and `if not solved:` later. */
function testedBefore({ subject, isPresent }: PresenceTest, model: SemanticModel): RowTest | undefined {
  const origins = subject.kind === 'Name' ? model.flow.origins(subject) : [];
  // `solved = False` before, for whoever is not asked about.
  const [query, other] = origins.filter(({ kind }) => kind !== 'Constant');
  const isTest = other === undefined && (query?.kind === 'Compare' || query?.kind === 'UnaryOp');
  const tested = isTest && query !== undefined ? rowsTested(query, model) : undefined;
  return tested && { ...tested, isPresent: tested.isPresent === isPresent };
}

const isCounting = (node: Node): boolean =>
  node.kind === 'Call' && /^(?:a?count|len|count_documents|\w*_count|count_\w+)$/.test(lastName(node.func) ?? '');

/** `rows` of `len(rows)`. */
const counted = (subject: Expression): Expression =>
  subject.kind === 'Call' && lastName(subject.func) === 'len' ? (subject.args[0] ?? subject) : subject;

/** What `(found := query())` binds. */
const bound = (expression: Expression): Expression => (expression.kind === 'NamedExpr' ? expression.value : expression);

/** Whether there is one where a count is compared so. */
const COUNTED: ReadonlyMap<string, boolean> = new Map([
  ['Eq 0', false],
  ['Lt 1', false],
  ['Gt 0', true],
  ['NotEq 0', true],
  ['GtE 1', true],
]);

/** Whether the insert runs only where the test found nothing. */
export function leadsTo(test: If, insert: Call, model: SemanticModel): boolean {
  const [whenThere, whenNot] = branchesOf(test, model);
  if (isIn(whenNot, insert)) return true;
  if (insert.start < test.end || whenThere.length === 0) return false;
  return !model.flow.exits(whenThere).falls && model.flow.mayComeTo(test.test, insert);
}

/** Or where what was found is as it may be: `if last is not None: if last.is_running: return`. */
export function mayLeadTo(test: If, insert: Call, model: SemanticModel): boolean {
  const leaves = branchesOf(test, model)[0].some((each) => each.kind === 'If' && holds(each, isExit));
  return leadsTo(test, insert, model) || (leaves && insert.start > test.end && model.flow.mayComeTo(test.test, insert));
}

const isExit = ({ kind }: Node): boolean => kind === 'Return' || kind === 'Raise';

/** What runs where there is one, and where there is none. */
const branchesOf = (test: If, model: SemanticModel): readonly [readonly Stmt[], readonly Stmt[]] =>
  rowsTested(test.test, model)?.isPresent === true ? [test.body, test.orelse] : [test.orelse, test.body];

const isIn = (block: readonly Stmt[], node: Node): boolean =>
  block.some((statement) => statement.start <= node.start && node.end <= statement.end);

/** The tests of a function, each of which is asked for each insert. */
export const testsIn = (fn: Def, { context }: SemanticModel): readonly If[] =>
  context.nodesOfFunction(fn, 'If').slice(0, MAX_TESTS);

const MAX_TESTS = 40;
const MAX_NODES = 60;

/** The columns of the class that a query compares for equality; undefined for what is no query of the class. */
function columnsCompared(
  { subject: tested, isMember }: RowTest,
  row: string,
  model: SemanticModel,
): CheckedInsert['columns'] | undefined {
  const columns = new Set<string>();
  let isQuery = false;
  const isRow = (node: Expression): boolean =>
    (node.kind === 'Name' || node.kind === 'Attribute') && model.names.qualifiedName(node) === row;
  const ownColumn = (node: Expression | undefined): string | undefined =>
    node?.kind === 'Attribute' && isRow(node.value) ? node.attr : undefined;
  for (const root of expressionsBehind(tested, model)) {
    walk(root, (node) => {
      if (
        node.kind === 'Call' &&
        QUERYING.test(model.names.qualifiedName(node.func)?.split('.').at(-1) ?? lastName(node.func) ?? '') &&
        node.args.some((arg) => holds(arg, (each) => isRow(each as Expression)))
      )
        isQuery = true;
      const read = isMember ? ownColumn(node as Expression) : undefined;
      if (read !== undefined && node.parent?.kind === 'Call' && QUERYING.test(lastName(node.parent.func) ?? ''))
        columns.add(read);
      if (node.kind === 'Call' && lastName(node.func) === 'filter_by')
        for (const { arg } of node.keywords) if (arg !== undefined) columns.add(arg);
      const column = node.kind === 'Compare' ? (ownColumn(node.left) ?? ownColumn(node.comparators[0])) : undefined;
      if (column !== undefined && node.kind === 'Compare' && node.ops.length === 1 && node.ops[0] === 'Eq')
        columns.add(column);
    });
  }
  return isQuery ? [...columns] : undefined;
}

export const QUERYING = /^(?:query|select|select_from|exists)$/;

/** The expression, the calls that its names come from, and what functions of this file return that it calls. */
export function expressionsBehind(tested: Expression, model: SemanticModel): readonly Expression[] {
  const found = new Set<Expression>([tested]);
  for (const expression of found) {
    if (found.size > MAX_NODES) break;
    const names: Name[] = [];
    const calls: Call[] = [];
    walk(expression, (node: Node) => {
      if (node.kind === 'Name' && node.ctx === 'Load') names.push(node);
      if (node.kind === 'Call') calls.push(node);
    });
    for (const name of names)
      for (const origin of model.flow.origins(name)) if (withoutAwait(origin).kind === 'Call') found.add(origin);
    for (const { func } of calls) {
      const called = func.kind === 'Name' ? model.names.definitionOf(func) : undefined;
      if (called === undefined || called.kind === 'ClassDef') continue;
      for (const value of model.flow.returnValues(called)) if (value !== undefined) found.add(value);
    }
  }
  return [...found];
}
