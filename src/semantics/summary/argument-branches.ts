/** Branches that only some calls of their function come to: those that give a parameter, or those that leave it out. */
import {
  type AsyncFunctionDef,
  type Expression,
  type FunctionDef,
  isNone,
  type Node,
  nodesOf,
  parametersOf,
  presenceTested,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import type { SummaryBranch } from './branches-summary.ts';

export function argumentBranches(model: SemanticModel): Pick<ModuleSummary, 'branches'> {
  const branches = nodesOf(model.source.module, 'If').flatMap(({ test, body, orelse }) => {
    // One that is not so is enough for nobody to come.
    const each = test.kind === 'BoolOp' && test.op === 'And' ? test.values : [test];
    const taken = each.flatMap((part) => branchOf(part, body, true, model));
    return each.length > 1 ? taken : [...taken, ...branchOf(test, orelse, false, model)];
  });
  return branches.length === 0 ? {} : { branches };
}

/** What comes to statements that run where a test is so, or is not. */
function branchOf(
  test: Expression,
  statements: readonly Node[],
  isSo: boolean,
  { context, names, source }: SemanticModel,
): readonly SummaryBranch[] {
  const { subject, isPresent } = presenceTested(test) ?? {};
  const first = statements[0];
  const last = statements.at(-1);
  if (subject?.kind !== 'Name' || first === undefined || last === undefined) return [];
  const [node, ...others] = names.resolve(subject)?.definitions.map((each) => each.node) ?? [];
  // What takes its place comes later.
  if (others.some(({ start }) => start < test.start) || context.loopAround(test) !== undefined) return [];
  const fn = context.defAround(subject);
  const own = fn === undefined ? [] : givenTo(fn, context.classOfMethod(fn) !== undefined);
  const position = own.findIndex((each) => each.node === node);
  const parameter = own[position];
  if (fn === undefined || parameter === undefined || !isAbsent(parameter.default)) return [];
  return [
    {
      lines: [source.text.lineAt(first.start), source.text.lineAt(last.end)],
      of: names.fullNameOf(fn),
      parameter: parameter.name,
      ...(parameter.kind.startsWith('pos') && { position }),
      isGiven: isPresent === isSo,
    },
  ];
}

const givenTo = (fn: FunctionDef | AsyncFunctionDef, isMethod: boolean) => parametersOf(fn).slice(isMethod ? 1 : 0);

/** `None`, `False`: what a test for presence takes for nothing. */
const isAbsent = (usual: Expression | undefined): boolean =>
  isNone(usual) || (usual?.kind === 'Constant' && usual.value.kind === 'bool' && !usual.value.value);
