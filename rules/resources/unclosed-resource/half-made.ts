/** Objects that open something when they are made, and may fail behind it: nobody then has what could be closed. */
import { type Assign, type Call, type ClassDef, dottedName, type FunctionDef, isWithin, type Raise } from '#ast';
import { CLOSING_METHODS, type ResourceKind } from '#knowledge/resources';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { resourceOpenedBy } from './opened-resources.ts';

export interface HalfMade {
  readonly opening: Call;
  readonly kind: ResourceKind;
  readonly attribute: string;
  readonly making: FunctionDef;
  /** What fails behind it. */
  readonly exit: Raise | Call;
}

/** Of a class whose objects can be closed: its author knows that they hold something. */
export function halfMadeBy(owner: ClassDef, model: SemanticModel): HalfMade | undefined {
  const methods = model.state.methodsOf(owner);
  const making = methods.get('__init__');
  if (making?.kind !== 'FunctionDef' || ![...methods.keys()].some(isEnd)) return undefined;
  for (const statement of making.body) {
    const [target] = statement.kind === 'Assign' ? statement.targets : [];
    if (statement.kind !== 'Assign' || target?.kind !== 'Attribute' || statement.value.kind !== 'Call') continue;
    const kind = resourceOpenedBy(statement.value, model);
    const attribute = dottedName(target);
    if (kind === undefined || !KINDS.has(kind) || attribute === undefined) continue;
    const exit = failureBehind(statement, attribute, making, model);
    if (exit !== undefined) return { opening: statement.value, kind, attribute, making, exit };
  }
  return undefined;
}

const isEnd = (name: string): boolean => CLOSING_METHODS.has(name) || name === '__exit__' || name === '__aexit__';

/** A cursor goes with its connection, and clients connect at their first use. */
const KINDS: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['file', 'connection', 'browser', 'process']);

function failureBehind(
  { end }: Assign,
  attribute: string,
  making: FunctionDef,
  model: SemanticModel,
): Raise | Call | undefined {
  const exits: (Raise | Call)[] = [];
  const closes: Call[] = [];
  walkOwnCode(making.body, (node) => {
    if (node.kind === 'Raise' && node.start > end) exits.push(node);
    if (node.kind !== 'Call' || node.start < end || node.func.kind !== 'Attribute') return undefined;
    const owner = dottedName(node.func.value);
    if (owner === attribute && CLOSING_METHODS.has(node.func.attr)) closes.push(node);
    else if (model.effects.of(node) === 'parse' || (owner === attribute && USE.test(node.func.attr))) exits.push(node);
    return undefined;
  });
  // Who closes it on some failure has thought of it.
  const isSeenTo = closes.some((close) => model.context.handlerAround(close) !== undefined);
  return isSeenTo
    ? undefined
    : exits.sort((one, other) => one.start - other.start).find((at) => !closes.some((close) => isWithin(close, at)));
}

const USE = /^(?:execute\w*|read\w*|write|send\w*|login|connect|fetch\w*|commit|get|goto|recv\w*)$/;
