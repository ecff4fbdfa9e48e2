/** Pages of rows: how many a page holds, and whether there is a second one. */
import { callKeyword, type Expression, isNone, type Node, numberConstant, parametersOf } from '../../ast/index.ts';
import type { Condition, Grade } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Readers shrugged at 10 of 12 such pages: few tables have a second page of a hundred rows, which is what who asks for no number gets. */
const LARGE_PAGE = 100;

export function holdsMostTables(query: Expression, model: SemanticModel): boolean {
  const asked = limitOf(query);
  const parameter = asked?.kind === 'Name' ? model.names.parameterOf(asked) : undefined;
  const fn = parameter === undefined ? undefined : model.context.defAround(query);
  const given = fn && parametersOf(fn).find(({ node }) => node === parameter)?.default;
  const usual = given?.kind === 'Call' ? (given.args[0] ?? callKeyword(given, 'default')?.value) : given;
  const rows = usual === undefined ? undefined : model.values.fold(usual);
  return rows?.kind === 'int' && Number(rows.value) >= LARGE_PAGE;
}

/** The number of rows that is asked for in the chain of methods around a call: `limit` of `.offset(skip).limit(limit)`. */
function limitOf(query: Expression): Expression | undefined {
  let at: Node = query;
  while (at.parent?.kind === 'Attribute' || (at.parent?.kind === 'Call' && at.parent.func === at)) at = at.parent;
  while (at.kind === 'Call' && at.func.kind === 'Attribute') {
    if (at.func.attr === 'limit') return at.args[0];
    at = at.func.value;
  }
  return undefined;
}

/** A scan of a table in a file of SQLite comes in the order of its row ids. */
export const unlessInFile = ({ path }: SemanticModel): Condition => ({
  question: { kind: 'asks-file', from: path },
  yes: { heldBack: 'the rows are those of a file of SQLite, which gives them in the order of their row ids' },
  no: 'keep',
  unknown: 'keep',
});

/** Drops the finding where rows are skipped by a parameter that no call gives: all ask for the first page. */
export function whereItMoves(query: Expression, otherwise: Condition, model: SemanticModel): Condition {
  const skipped = query.kind === 'Call' && query.args.length === 1 ? query.args[0] : undefined;
  const parameter = skipped?.kind === 'Name' ? model.names.parameterOf(skipped) : undefined;
  const fn = skipped && model.context.defAround(skipped);
  const isOnly = skipped?.kind === 'Name' && model.names.resolve(skipped)?.definitions.length === 1;
  const own = fn === undefined ? [] : parametersOf(fn).slice(model.context.classOfMethod(fn) === undefined ? 0 : 1);
  const at = own.findIndex(({ node }) => node === parameter);
  const given = own[at];
  if (fn === undefined || given === undefined || !isOnly || !isNothing(given.default)) return otherwise;
  const dead: Grade = { heldBack: 'nothing here asks for another page, and whoever installs the package may' };
  return {
    question: {
      kind: 'is-given',
      to: model.names.fullNameOf(fn),
      parameter: given.name,
      ...(given.kind.startsWith('pos') && { position: at }),
    },
    no: { question: { kind: 'is-packaged', module: model.names.moduleName }, yes: dead, no: 'drop', unknown: dead },
    yes: otherwise,
    unknown: otherwise,
  };
}

const isNothing = (usual: Expression | undefined): boolean =>
  usual !== undefined && (isNone(usual) || numberConstant(usual) === 0);
