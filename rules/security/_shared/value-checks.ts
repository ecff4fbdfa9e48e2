/** Whether a value was looked at before it is used, as far as names and tests of this file show. */
import { type Call, type Expression, holds, isNone, isWithin, lastName, type Node, stringConstant } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';

/** Named after what cleans, quotes, checks or binds, or given by a function named so, which this file does not show to do nothing of the kind. */
export function isCleaned(value: Expression, model: SemanticModel): boolean {
  const maker = value.kind === 'Call' ? definitionCalled(model, value) : undefined;
  if (holds([value, ...(maker?.body ?? [])], takesOutQuotes)) return true;
  if (!CLEANED.test(lastName(value.kind === 'Call' ? value.func : value) ?? '')) return false;
  return maker === undefined || holds(maker.body, mayClean);
}

/** `text.replace("'", "''")` */
const takesOutQuotes = (node: Node): boolean =>
  node.kind === 'Call' &&
  node.func.kind === 'Attribute' &&
  node.func.attr === 'replace' &&
  node.args[0] !== undefined &&
  stringConstant(node.args[0]) === "'";

/** Takes something out, refuses, decides, or calls what is not seen here. */
const mayClean = (node: Node): boolean =>
  node.kind === 'Raise' ||
  node.kind === 'If' ||
  node.kind === 'IfExp' ||
  node.kind === 'Assert' ||
  (node.kind === 'Call' && !/^(?:join|format|str|strip|lower|upper)$/.test(lastName(node.func) ?? ''));

const CLEANED = /quote|escape|sanitiz|literal|identifier|placeholder|valid|allow|check|mogrify|\bparam|bind/i;

/** Somewhere looked up in a collection, matched with a pattern, or handed to something that validates it. */
export function isChecked(value: Expression, { names }: SemanticModel): boolean {
  const binding = value.kind === 'Name' ? names.resolve(value) : undefined;
  return (binding?.references ?? []).some(({ parent }) => {
    if (parent?.kind === 'Compare') return parent.ops.some((op) => op === 'In' || op === 'NotIn');
    if (parent?.kind === 'Call') return CHECKS.test(lastName(parent.func) ?? '');
    return parent?.kind === 'Attribute' && /^is(?:identifier|digit|alnum|alpha|numeric|decimal)$/.test(parent.attr);
  });
}

const CHECKS = /valid|check|verify|ensure|assert|sanitiz|quote|escape|^(?:full)?match$|^isinstance$|^int$/i;

/** A use outside of `made` that may refuse the value: looked up, compared with what is not written there, or handed on. */
export function mayCheck({ kind, node }: ValueUse, made: Expression, model: SemanticModel): boolean {
  if (kind === 'key') return node.kind === 'Subscript' && node.slice.kind !== 'Slice';
  if (kind === 'compare') return node.kind !== 'Compare' || ![node.left, ...node.comparators].some(isWritten);
  return kind === 'argument' && node.kind === 'Call' && !isWithin(node, made) && !isOnlyLooking(node, model);
}

const isWritten = (side: Expression): boolean => isNone(side) || stringConstant(side) !== undefined;

/** Measures, logs, digests, or writes a text otherwise, without comparing it with anything. */
export function isOnlyLooking(call: Call, { names, effects }: SemanticModel): boolean {
  return LOOKING.test(names.qualifiedName(call.func) ?? '') || effects.of(call) === 'log';
}

const LOOKING = /^builtins\.(?:len|isinstance|bool|str|bytes|type|print|hash)$|^(?:hashlib|uuid|xxhash|zlib)\./;
