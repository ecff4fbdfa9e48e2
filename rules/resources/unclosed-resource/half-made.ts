/** Objects that open something when they are made, and may fail behind it: nobody then has what could be closed. */
import {
  type Call,
  type ClassDef,
  dottedName,
  type Expression,
  type FunctionDef,
  lastName,
  type Node,
  parametersOf,
} from '#ast';
import { CLOSING_METHODS, type ResourceKind } from '#knowledge/resources';
import type { SemanticModel } from '#semantics';
import { nodesWithin } from '#semantics/effects/calls-within';
import { openExit } from '#semantics/resources/open-paths';
import { resourceOpenedBy } from '#semantics/resources/opened';

export interface HalfMade {
  readonly opening: Call;
  readonly kind: ResourceKind;
  readonly attribute: string;
  readonly making: FunctionDef;
  /** What fails behind it. */
  readonly exit: Node;
}

/** Of a class whose objects can be closed: its author knows that they hold something. */
export function halfMadeBy(owner: ClassDef, model: SemanticModel): HalfMade | undefined {
  const methods = model.state.methodsOf(owner);
  const making = methods.get('__init__');
  if (making?.kind !== 'FunctionDef' || ![...methods.keys()].some(isEnd)) return undefined;
  const self = parametersOf(making)[0]?.name;
  for (const { targets, value: opening } of nodesWithin([making], 'Assign')) {
    const [target] = targets;
    if (target?.kind !== 'Attribute' || lastName(target.value) !== self || opening.kind !== 'Call') continue;
    const kind = resourceOpenedBy(opening, model);
    const attribute = dottedName(target);
    if (kind === undefined || !KINDS.has(kind) || attribute === undefined) continue;
    const closes = nodesWithin([making], 'Call').filter(
      ({ func }) => isEnd(lastName(func) ?? '') && [attribute, self].includes(nameBefore(func)),
    );
    // Who closes it on some failure has thought of it.
    if (closes.some((close) => model.context.handlerAround(close) !== undefined)) continue;
    const exit = openExit(target, closes, making, model, 'kept')?.at;
    if (exit !== undefined) return { opening, kind, attribute, making, exit };
  }
  return undefined;
}

const nameBefore = (func: Expression): string | undefined =>
  func.kind === 'Attribute' ? dottedName(func.value) : undefined;

const isEnd = (name: string): boolean => CLOSING_METHODS.has(name) || name === '__exit__' || name === '__aexit__';

/** A cursor goes with its connection, and clients connect at their first use. */
const KINDS: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['file', 'connection', 'browser', 'process']);
