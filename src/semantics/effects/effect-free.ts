/** Functions that only answer: anyone who drops the answer has done nothing. */

import { ancestors, type Def, isGenerator, type Name, type Node } from '../../ast/index.ts';
import type { Effect } from '../effects.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { GROWING_METHODS, SHRINKING_METHODS } from '../state/operations.ts';
import { callsWithin, holdsInOwnCode } from './calls-within.ts';
import { definitionCalled } from './definition-called.ts';

const ANSWERING: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse', 'introspection', 'probe']);
/** Methods of texts, numbers and containers that change nothing, whatever they are called on. */
const READING =
  /^(?:get|keys|values|items|copy|index|count|startswith|endswith|strip|lstrip|rstrip|split|rsplit|splitlines|lower|upper|title|casefold|join|format|replace|encode|decode|is[a-z]+|match|search|fullmatch|findall|hexdigest|digest|total_seconds|date|timestamp|isoformat|union|intersection|difference)$/;

/** Work handed to someone else, whatever it is handed to. */
const STARTING = /^(?:add_|send|put|publish|emit|submit|schedule|enqueue|notify|start|run|dispatch)/;

/** It raises nothing itself, keeps nothing, changes nothing that it did not make, and so do those it calls in this file. */
export function isEffectFree(fn: Def, model: SemanticModel, depth = 0): boolean {
  if (depth > FOLLOWED.calls || isGenerator(fn) || fn.decorator_list.some((each) => !isPlain(each))) return false;
  if (holdsInOwnCode(fn.body, (node) => isAct(node, fn, model))) return false;
  return callsWithin([fn]).every((call) => {
    const { func } = call;
    const isChange = func.kind === 'Attribute' && (GROWING_METHODS.has(func.attr) || SHRINKING_METHODS.has(func.attr));
    if (isChange) return isOwnContainer(func.value, fn, model);
    if (model.context.startOf(call) !== undefined || (func.kind === 'Attribute' && STARTING.test(func.attr)))
      return false;
    if (ANSWERING.has(model.effects.of(call))) return true;
    const called = definitionCalled(model, call);
    if (called !== undefined && called.kind !== 'ClassDef')
      return called === fn || isEffectFree(called, model, depth + 1);
    return call.func.kind === 'Attribute' && READING.test(call.func.attr);
  });
}

const isPlain = (decorator: Def['decorator_list'][number]): boolean =>
  decorator.kind === 'Name' &&
  (decorator.id === 'staticmethod' || decorator.id === 'classmethod' || decorator.id === 'property');

function isAct(node: Node, fn: Def, model: SemanticModel): boolean {
  switch (node.kind) {
    case 'Raise':
    case 'Assert':
    case 'Global':
    case 'Nonlocal':
    case 'Await':
    case 'With':
    case 'AsyncWith':
    case 'Import':
    case 'ImportFrom':
    case 'Delete':
      return true;
    case 'Attribute':
      return node.ctx !== 'Load';
    case 'Subscript':
      return node.ctx !== 'Load' && !isOwnContainer(node.value, fn, model);
    default:
      return false;
  }
}

/** A local of the function that holds what it made itself: `missing.append(key)`. */
function isOwnContainer(value: Node, fn: Def, model: SemanticModel): boolean {
  if (value.kind !== 'Name') return false;
  const definitions = model.names.resolve(value as Name)?.definitions ?? [];
  return (
    definitions.length > 0 &&
    definitions.every(
      (each) => each.value !== undefined && MADE.has(each.value.kind) && [...ancestors(each.node)].includes(fn),
    )
  );
}

const MADE: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp'] as const),
]);
