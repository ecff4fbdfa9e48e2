/** Where nobody looks at what a check answers, or someone writes it down and goes on. */
import {
  blockAround,
  booleanConstant,
  type Call,
  defsOf,
  type Expression,
  type If,
  lastName,
  type Node,
  nodesOf,
  withoutAwait,
} from '#ast';
import { isForTime, isKnownCheck } from '#kit/checks';
import type { SemanticModel } from '#semantics';

export interface DroppedAnswer {
  readonly call: Expression;
  /** A check of a library. */
  readonly known?: string;
  /** It writes, and answers no where it could not. */
  readonly writes?: true;
  /** A function of the project, which may be one. */
  readonly path?: string;
  /** It is asked whether the answer is true, which a pair always is. */
  readonly isTested?: true;
  /** What lets people in waits for it to raise: `guards=[may_edit]`, `dependencies=[Depends(may_edit)]`. */
  readonly isGuard?: true;
  /** A no is written to the log, and the work goes on. */
  readonly isLogged?: true;
}

export function droppedAnswers(model: SemanticModel): readonly DroppedAnswer[] {
  const { module } = model.source;
  return [
    ...nodesOf(module, 'Call').flatMap((call) => testedAt(call, model)),
    ...nodesOf(module, 'keyword').flatMap(({ arg, value }) =>
      (arg === 'guards' || arg === 'dependencies') && value.kind === 'List'
        ? value.elts.flatMap((each) => guardAt(each, model))
        : [],
    ),
    ...nodesOf(module, 'Expr').flatMap(({ value }) => answerAt(value, model)),
    ...nodesOf(module, 'Assign').flatMap((statement) => {
      const [target] = statement.targets;
      const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
      const isRead = binding?.references.some((reference) => reference !== target) !== false;
      // What a function of the project computes for nothing is reported as a lost step.
      return isRead || binding.scope.kind !== 'function'
        ? []
        : answerAt(statement.value, model).filter(({ known }) => known !== undefined);
    }),
    ...nodesOf(module, 'If').flatMap((branch) => {
      const negated = branch.test.kind === 'UnaryOp' && branch.test.op === 'Not' ? branch.test.operand : undefined;
      if (negated === undefined || !isOnlyLogged(branch, model) || isReadElsewhere(negated, model)) return [];
      return answerAt(model.flow.whole(negated), model).map((each) => ({ ...each, isLogged: true as const }));
    }),
  ];
}

function testedAt(call: Call, { effects }: SemanticModel): readonly DroppedAnswer[] {
  let at: Node = call;
  while (at.parent?.kind === 'Await' || at.parent?.kind === 'UnaryOp' || at.parent?.kind === 'BoolOp') at = at.parent;
  const { parent } = at;
  const isTest = (parent?.kind === 'If' || parent?.kind === 'While' || parent?.kind === 'Assert') && parent.test === at;
  const path = isTest && at.kind !== 'Call' ? effects.projectPath(call) : undefined;
  return path === undefined ? [] : [{ call, path, isTested: true }];
}

function guardAt(each: Expression, { effects }: SemanticModel): readonly DroppedAnswer[] {
  const func = each.kind === 'Call' && /^(?:Depends|Security)$/.test(lastName(each.func) ?? '') ? each.args[0] : each;
  const path = func === undefined || func.kind === 'Call' ? undefined : effects.projectPath({ func });
  return path === undefined ? [] : [{ call: each, path, isGuard: true }];
}

/** Functions that give a tuple whatever happens, by their full names. */
export const pairsGiven = ({ source, flow, names }: SemanticModel): readonly string[] =>
  defsOf(source.module).flatMap((fn) => {
    const given = flow.returnValues(fn);
    const isPair = given.every((value) => value?.kind === 'Tuple' && value.elts.length > 0);
    return isPair && given.length > 0 && fn.decorator_list.length === 0 ? names.fullNameOf(fn) : [];
  });

/** `found = ask(name)`, `if not found: log(…)`, and then `return {"found": found}`. */
function isReadElsewhere(negated: Expression, { names }: SemanticModel): boolean {
  if (negated.kind !== 'Name') return false;
  return names.resolve(negated)?.references.some((each) => each !== negated && each.ctx === 'Load') === true;
}

function answerAt(value: Expression, model: SemanticModel): readonly DroppedAnswer[] {
  const { types, effects } = model;
  const call = withoutAwait(value);
  if (call.kind !== 'Call' || isForTime(call)) return [];
  const known = types.calleeName(call.func);
  if (known !== undefined && isKnownCheck(known)) return [{ call, known }];
  if (known !== undefined && WRITERS.has(known))
    return saysYesBehind(call, model) ? [{ call, known, writes: true }] : [];
  const path = effects.projectPath(call);
  return path === undefined ? [] : [{ call, path }];
}

/** They raise nothing where the folder is missing, full or shut. */
const WRITERS: ReadonlySet<string> = new Set(['cv2.imwrite', 'cv2.imwritemulti']);

/** The function answers yes to anyone who called it. */
function saysYesBehind(call: Call, { context }: SemanticModel): boolean {
  const fn = context.defAround(call);
  return (
    fn !== undefined &&
    context
      .nodesOfFunction(fn, 'Return')
      .some(({ start, value }) => start > call.end && value !== undefined && booleanConstant(value) === true)
  );
}

/** Nothing but a log is written where the answer is no, and something comes behind it. */
function isOnlyLogged(branch: If, { effects }: SemanticModel): boolean {
  const onlyLogs = branch.body.every(
    (statement) =>
      statement.kind === 'Expr' && statement.value.kind === 'Call' && effects.of(statement.value) === 'log',
  );
  return onlyLogs && branch.orelse.length === 0 && blockAround(branch).at(-1) !== branch;
}
