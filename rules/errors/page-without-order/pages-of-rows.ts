/** Pages of rows: whether they have an order, and whether there is a second page. */
import { type Expression, isNone, numberConstant, parametersOf } from '#ast';
import type { Condition } from '#project';
import type { SemanticModel } from '#semantics';

/** A scan of a table in a file of SQLite comes in the order of its row ids. */
export const unlessInFile = ({ path }: SemanticModel): Condition => ({
  question: { kind: 'asks-file', from: path },
  yes: { doubt: 'implicit-ordering' },
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
  return {
    question: {
      kind: 'is-given',
      to: model.names.fullNameOf(fn),
      parameter: given.name,
      ...(given.kind.startsWith('pos') && { position: at }),
    },
    no: { question: { kind: 'is-packaged', module: model.names.moduleName }, yes: 'keep', no: 'drop', unknown: 'keep' },
    yes: otherwise,
    unknown: otherwise,
  };
}

const isNothing = (usual: Expression | undefined): boolean =>
  usual !== undefined && (isNone(usual) || numberConstant(usual) === 0);
