/** Answers that a function keeps where nothing but the key says what they are: a row of a table, a file that something writes if it is missing. */
import {
  type Call,
  type Def,
  type Expression,
  type If,
  isWithin,
  type Node,
  namesIn,
  type Stmt,
} from '../../ast/index.ts';
import { callsWithin, holdsInOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { statementGivenTo } from '../../semantics/rows/database-rows.ts';
import { partsWithin } from '../../semantics/values/key-parts.ts';
import type { CacheStore } from './cache-stores.ts';

const SELECTS = /^\s*select\b[^;]*?\bfrom\s+["`]?(\w+)["`]?\s+where\b/i;
const INSERTS = /^\s*(?:insert(?: or \w+)?|replace|upsert) into\s+["`]?(\w+)/i;
const EXISTS = /^(?:exists|is_?file)$/;

/** `SELECT answer FROM answers WHERE prompt = ?`, whose row is given back, and otherwise an `INSERT` of what is given back. */
export function rowsKeptIn(fn: Def, model: SemanticModel): CacheStore[] {
  const calls = model.context.nodesOfFunction(fn, 'Call').filter(({ args }) => args.length === 2);
  if (calls.length < 2) return [];
  const queries = calls.map((call) => ({ call, statement: statementGivenTo(call, model) ?? '' }));
  return queries.flatMap(({ call: select, statement }): CacheStore[] => {
    const table = SELECTS.exec(statement)?.[1];
    const key = select.args[1];
    if (table === undefined || key === undefined) return [];
    const insert = queries.find((each) => INSERTS.exec(each.statement)?.[1] === table)?.call;
    const returns = model.flow.returnValues(fn).flatMap((value) => value ?? []);
    const isGiven = returns.some((value) => partsWithin(value, fn, model).includes(select));
    const row = insert?.args[1];
    const values = row?.kind === 'Tuple' || row?.kind === 'List' ? row.elts : row?.kind === 'Dict' ? row.values : [];
    const value = values.find(
      (each) =>
        each?.kind === 'Name' &&
        returns.some((other) => other.kind === 'Name' && other.id === each.id) &&
        !namesIn(key).has(each.id),
    );
    return isGiven && value !== undefined ? [{ cache: table, key, value, at: select, given: select }] : [];
  });
}

/** `if not path.exists(): make(text, path)`, and the path is given back, or what is there. */
export function filesMadeIn(fn: Def, model: SemanticModel): CacheStore[] {
  return model.context.nodesOfFunction(fn, 'If').flatMap((test): CacheStore[] => {
    const tested = pathTested(test.test);
    const path = tested?.path;
    if (tested === undefined || path?.kind !== 'Name') return [];
    const making = tested.isMissing ? test.body : returnsAtOnce(test) ? behind(test, fn) : [];
    const names = derivedFrom(path.id, making, fn, model);
    const writes = callsWithin(making).filter(({ args, keywords }) =>
      [...args, ...keywords.map(({ value }) => value)].some((each) =>
        [...namesIn(each)].some((name) => names.has(name)),
      ),
    );
    const returns = model.flow.returnValues(fn).flatMap((value) => value ?? []);
    const given = returns.find((value) => namesIn(value).has(path.id));
    const makers = writes.flatMap(({ args, keywords }) => [...args, ...keywords.map(({ value }) => value)]);
    const [value] = makers;
    if (value === undefined || given === undefined) return [];
    return [{ cache: path.id, key: path, value, at: path, given, makers }];
  });
}

/** The path that a test asks for, and whether it is true where nothing is there. */
function pathTested(test: Expression): { readonly path: Expression; readonly isMissing: boolean } | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = pathTested(test.operand);
    return inner && { ...inner, isMissing: !inner.isMissing };
  }
  if (test.kind !== 'Call' || test.func.kind !== 'Attribute' || !EXISTS.test(test.func.attr)) return undefined;
  return { path: test.args[0] ?? test.func.value, isMissing: false };
}

const returnsAtOnce = ({ body }: If): boolean => body.at(-1)?.kind === 'Return';

const behind = (test: If, fn: Def): readonly Stmt[] => {
  const place = fn.body.findIndex((each) => isWithin(test, each));
  return place < 0 ? [] : fn.body.slice(place + 1);
};

/** The path, and what is made of it there: `part = path + ".part"`. */
function derivedFrom(path: string, body: readonly Stmt[], fn: Def, _model: SemanticModel): ReadonlySet<string> {
  const names = new Set([path]);
  holdsInOwnCode(body.length === 0 ? fn.body : body, (node: Node) => {
    const target = node.kind === 'Assign' ? node.targets[0] : undefined;
    if (node.kind === 'Assign' && target?.kind === 'Name' && namesIn(node.value).has(path) && !isCallOnly(node.value))
      names.add(target.id);
    return false;
  });
  return names;
}

const isCallOnly = (value: Expression): boolean => value.kind === 'Call' && (value as Call).args.length > 2;
