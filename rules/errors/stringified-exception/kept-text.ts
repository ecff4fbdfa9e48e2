/** The text of an exception as all that is kept of a failure. */
import { type Call, type Expression, lastName, type Node } from '#ast';
import { partsOfAnswer } from '#kit/web';
import type { HandlerModel, SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/** Where a handler first keeps the text, and in what all: `job.error`, `results`, `record_sync`. */
export interface KeptText {
  readonly at: Node;
  readonly keepers: readonly string[];
}

/** Methods that put something into a collection, a queue or a store. */
const PUTTING =
  /^(?:append|appendleft|add|put|put_nowait|insert|setdefault|update|set|hset|setex)$|^(?:update|insert|replace)_(?:one|many)$/;

/** The statements of a handler that keep the text of what was caught, for anyone who asks later. */
export function textKeptBy(described: HandlerModel, model: SemanticModel): KeptText | undefined {
  const found: { readonly at: Node; readonly keeper: string }[] = [];
  let hasTraceback = false;
  const isText = (part: Expression): boolean => described.partIn(part) === 'text';
  walkOwnCode(described.handler.body, (node) => {
    hasTraceback ||= node.kind === 'Call' && (model.names.qualifiedName(node.func) ?? '').startsWith('traceback.');
    if (described.logs.some(({ call }) => call === node)) return 'skip';
    const keeper = node.kind === 'Assign' ? placeOf(node.targets[0]) : keeperCalled(node, model);
    const values = node.kind === 'Assign' ? [node.value] : node.kind === 'Call' ? structuredIn(node, isText) : [];
    if (keeper !== undefined && values.flatMap(partsWithin).some(isText)) found.push({ at: node, keeper });
    return undefined;
  });
  const [first] = found;
  if (first === undefined || hasTraceback) return undefined;
  return { at: first.at, keepers: [...new Set(found.map(({ keeper }) => keeper))] };
}

/** `job.error`, `JOBS[number]`: what outlives the function. */
const placeOf = (target: Expression | undefined): string | undefined =>
  target?.kind === 'Attribute' || target?.kind === 'Subscript'
    ? lastName(target.kind === 'Subscript' ? target.value : target)
    : undefined;

function keeperCalled(node: Node, model: SemanticModel): string | undefined {
  if (node.kind !== 'Call') return undefined;
  const name = lastName(node.func);
  const isPut = node.func.kind === 'Attribute' && PUTTING.test(node.func.attr);
  return isPut || model.effects.of(node) === 'database' || model.effects.projectPath(node) !== undefined
    ? name
    : undefined;
}

/** What is given by name or as a part of something: a text alone may be for someone who reads it. */
const structuredIn = ({ args, keywords }: Call, isText: (part: Expression) => boolean): readonly Expression[] => [
  ...args.filter((arg) => (arg.kind === 'Dict' || arg.kind === 'Tuple' || arg.kind === 'Call') && !isText(arg)),
  ...keywords.map(({ value }) => value),
];

const partsWithin = (value: Expression): readonly Expression[] =>
  partsOfAnswer(value).flatMap((part) => (part === value || part.kind !== 'Dict' ? [part] : partsWithin(part)));
