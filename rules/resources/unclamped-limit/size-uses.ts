/** What a number decides: how many rows are read, how often something is done, how much is held. */
import { type BoolOp, type Call, type Expression, holds, lastName, type Node, parametersOf } from '#ast';
import type { Condition } from '#project';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { SIZE_NAMES, upperBoundAt } from '#semantics/flow/upper-bounds';
import { templateOf } from '#semantics/values/text-template';
import { boundsParameter } from './bounds-parameter.ts';

export interface SizeUse {
  readonly at: Node;
  /** For a message: `` `range` ``. */
  readonly what: string;
  /** It makes work or holds memory by itself, and is not only called like what does. */
  readonly isSure: boolean;
  readonly isRecord?: boolean;
  readonly when?: Condition;
}

/** Where a number of this name makes work: the limit of a query, a range, a repetition, a call that is told how many. */
export function sizeUseOf(use: Expression, requested: string, model: SemanticModel): SizeUse | undefined {
  const { parent } = use;
  switch (parent?.kind) {
    case 'FormattedValue':
      return parent.parent?.kind === 'JoinedStr' && /\blimit\s+\?/i.test(templateOf(parent.parent, model) ?? '')
        ? { at: parent.parent, what: 'the `LIMIT` of a statement', isSure: true }
        : undefined;
    case 'keyword':
      if (parent.parent?.kind !== 'Call' || parent.arg === undefined || !SIZE_NAMES.test(parent.arg)) return undefined;
      return handedTo(parent.parent, parent.arg, model);
    case 'Call': {
      const index = parent.args.indexOf(use);
      // `top_k` of `body.top_k`, or of the function of this file that takes it
      const names = [requested.slice(requested.lastIndexOf('.') + 1), parameterAt(parent, index, model) ?? ''];
      const isSize = index >= 0 && names.some((name) => SIZE_NAMES.test(name));
      return useOfCall(parent, model) ?? (isSize ? handedTo(parent, index, model) : undefined);
    }
    case 'BinOp': {
      const other = parent.left === use ? parent.right : parent.left;
      const isRepeated = parent.op === 'Mult' && (other.kind === 'List' || model.values.string(other) !== undefined);
      return isRepeated ? { at: parent, what: 'the number of iterations', isSure: true } : undefined;
    }
    case 'Slice':
      return parent.upper === use && parent.parent?.kind === 'Subscript' && isQuery(parent.parent.value)
        ? { at: parent.parent, what: 'the limit of a query', isSure: true }
        : undefined;
    case 'Tuple':
    case 'List':
    case 'Dict':
      return parent.parent?.kind === 'Call'
        ? (useInStatement(parent.parent, model) ?? useInShape(parent.parent, model))
        : undefined;
  }
  return undefined;
}

/** `Order.objects.filter(…)`, of which a slice is the limit. */
const isQuery = (value: Expression): boolean =>
  holds(value, (node) => node.kind === 'Attribute' && node.attr === 'objects');

function useInStatement(call: Call, model: SemanticModel): SizeUse | undefined {
  if (!/^(execute|fetch\w*|text)$/.test(lastName(call.func) ?? '')) return undefined;
  const [first] = call.args;
  const text = first === undefined ? undefined : model.values.string(first);
  return /\blimit\s+[?:%$]/i.test(text ?? '')
    ? { at: call, what: 'the `LIMIT` of a statement', isSure: true }
    : undefined;
}

/** `picture.resize((width, height))`, `numpy.zeros((rows, columns))`; a thumbnail is never larger than its picture. */
function useInShape({ func }: Call, model: SemanticModel): SizeUse | undefined {
  const name = lastName(func) ?? '';
  const isShape =
    name === 'resize' ||
    /^(?:numpy\.(?:zeros|ones|empty|full)|PIL\.Image\.new)$/.test(model.names.qualifiedName(func) ?? '');
  return isShape ? { at: func, what: `the size of \`${name}\``, isSure: true } : undefined;
}

function useOfCall(call: Call, model: SemanticModel): SizeUse | undefined {
  const name = model.names.qualifiedName(call.func);
  if (name === 'builtins.range' || name === 'itertools.islice')
    return { at: call, what: `an argument of \`${lastName(call.func)}\``, isSure: name === 'builtins.range' };
  if (name === 'django.core.paginator.Paginator') return { at: call, what: 'the page size', isSure: true };
  const isOfQuery = call.func.kind === 'Attribute' && (call.func.attr === 'limit' || call.func.attr === 'fetchmany');
  return isOfQuery && call.args.length === 1 ? { at: call, what: 'the limit of a query', isSure: true } : undefined;
}

/** A call that is given it for what it calls a size; a function of the project may give it a bound. */
function handedTo(call: Call, parameter: string | number, model: SemanticModel): SizeUse | undefined {
  const name = lastName(call.func) ?? 'a call';
  if (model.effects.of(call) === 'log' || bounds(call, parameter, model)) return undefined;
  const path = model.names.definitionOf(call.func) === undefined ? model.effects.projectPath(call) : undefined;
  if (typeof parameter === 'number' && path === undefined && model.context.functionRun(call.func) === undefined)
    return undefined;
  const isRecord = /^_*[A-Z]/.test(name);
  return {
    at: call,
    what: typeof parameter === 'string' ? `\`${parameter}\` of \`${name}\`` : `an argument of \`${name}\``,
    isSure: false,
    isRecord,
    ...(path !== undefined && {
      when: {
        // A row stores it as any other number.
        question: isRecord
          ? ({ kind: 'declares-table', class: path } as const)
          : boundsParameter.ask({ path, from: model.path, parameter }),
        yes: 'drop',
        no: 'keep',
        unknown: 'keep',
      },
    }),
  };
}

/** Is a function of this file that gives it a bound. */
function bounds(call: Call, parameter: string | number, model: SemanticModel): boolean {
  const callee = model.context.functionRun(call.func);
  if (callee === undefined || callee.kind === 'Lambda') return false;
  const name = typeof parameter === 'string' ? parameter : (parameterAt(call, parameter, model) ?? '');
  const uses = model.names.scopeOf(callee)?.bindings.get(name)?.references;
  return uses?.some((use) => upperBoundAt(use, model) !== undefined) === true;
}

const isLeft = (node: Node | undefined, { names }: SemanticModel): node is Call | BoolOp =>
  (node?.kind === 'BoolOp' && node.op === 'Or') ||
  (node?.kind === 'Call' && names.qualifiedName(node.func) === 'builtins.max');

function parameterAt({ func }: Call, index: number, { context }: SemanticModel): string | undefined {
  const callee = context.functionRun(func);
  if (callee === undefined || callee.kind === 'Lambda') return undefined;
  return parametersOf(callee).filter(({ name }) => name !== 'self' && name !== 'cls')[index]?.name;
}

/** Where a number goes: through locals, be it as one of several, and out of the function that gives it. */
export function usesOfNumber(number: Expression, model: SemanticModel, depth = 0): readonly Expression[] {
  let whole = number;
  // `max(int(raw), 1)` and `int(raw) or 1` leave it as large as it is.
  while (isLeft(whole.parent, model)) whole = whole.parent;
  const tuple = whole.parent?.kind === 'Tuple' ? whole.parent : undefined;
  const { parent } = tuple ?? whole;
  if (depth > 2 || (parent?.kind !== 'Return' && parent?.kind !== 'Assign')) return [whole];
  const fn = parent.kind === 'Return' ? model.context.defAround(number) : undefined;
  const bound =
    fn === undefined
      ? [tuple ?? whole]
      : callsOfFunction(model, fn).map((call) => (call.parent?.kind === 'Await' ? call.parent : call));
  return bound.flatMap((value) => {
    const target = value.parent?.kind === 'Assign' ? value.parent.targets[0] : undefined;
    if (target === undefined) return tuple === undefined ? [value] : [];
    const local = tuple !== undefined && target.kind === 'Tuple' ? target.elts[tuple.elts.indexOf(whole)] : target;
    const binding = local?.kind === 'Name' ? model.names.resolve(local) : undefined;
    return binding?.definitions.length === 1
      ? binding.references.filter((use) => use !== local).flatMap((use) => usesOfNumber(use, model, depth + 1))
      : [];
  });
}
