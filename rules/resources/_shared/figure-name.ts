import { ancestors, type Call, type Dict, type Expression, type Node, nameOfPlace, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

/** Calls that give a number back in another form, or the larger of it and a floor. */
const FORMING: ReadonlySet<string> = new Set(['round', 'float', 'int', 'max', 'min', 'str', 'abs']);
const LAST_WORD = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(?:\{[^{}]*\})?[\s:=]*$/;

/**
 * The name that a computed number goes by: the key or keyword it stands under, what it is bound to, the metric it is set
 * on, the word before it in a text, or the function that returns it; through arithmetic, rounding and conditionals.
 */
export function figureNameOf(value: Expression, model: SemanticModel): string | undefined {
  let at: Node = value;
  for (const parent of ancestors(value)) {
    if (parent.kind === 'BinOp' || parent.kind === 'UnaryOp' || parent.kind === 'BoolOp') at = parent;
    else if (parent.kind === 'IfExp' && parent.test !== at) at = parent;
    else if (parent.kind === 'Call' && isForming(parent, at)) at = parent;
    else return nameGivenBy(parent, at, model);
  }
  return undefined;
}

function isForming({ func, args }: Call, at: Node): boolean {
  return func.kind === 'Name' && FORMING.has(func.id) && args.some((arg) => arg === at);
}

function nameGivenBy(parent: Node, at: Node, model: SemanticModel): string | undefined {
  switch (parent.kind) {
    case 'Dict':
      return keyOf(parent, at);
    case 'keyword':
      return parent.arg;
    case 'Assign':
      return parent.targets.map(nameOfPlace).find((name) => name !== undefined);
    case 'AnnAssign':
    case 'NamedExpr':
      return nameOfPlace(parent.target);
    case 'Return':
      return model.context.defAround(parent)?.name;
    case 'FormattedValue':
      return wordBefore(parent);
    case 'Call':
      return metricSetBy(parent, at);
    default:
      return undefined;
  }
}

function keyOf({ keys, values }: Dict, at: Node): string | undefined {
  const index = values.findIndex(({ start }) => start === at.start);
  return index < 0 ? undefined : stringConstant(keys[index]);
}

/** `LATENCY_AVG.set(x)`, `LATENCY.labels(…).set(x)`, `statsd.gauge("latency.avg", x)`. */
function metricSetBy({ func, args }: Call, at: Node): string | undefined {
  if (func.kind !== 'Attribute' || !args.some((arg) => arg === at)) return undefined;
  const named = stringConstant(args[0]);
  if (named !== undefined) return named;
  if (func.attr !== 'set') return undefined;
  const { value } = func;
  const metric = value.kind === 'Call' && value.func.kind === 'Attribute' ? value.func.value : value;
  return nameOfPlace(metric);
}

function wordBefore(formatted: Node): string | undefined {
  const text = formatted.parent?.kind === 'JoinedStr' ? formatted.parent.values : [];
  const before = text[text.findIndex(({ start }) => start === formatted.start) - 1];
  return LAST_WORD.exec(stringConstant(before) ?? '')?.[1];
}
