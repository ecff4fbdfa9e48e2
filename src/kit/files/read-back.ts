/** What a file that was cut while it was written means to those who read it. */
import {
  ancestors,
  type Call,
  type Def,
  type Expression,
  holds,
  isWithin,
  type Name,
  type Node,
  nodesOf,
  presenceTested,
} from '../../ast/index.ts';
import { callsOfFunction, mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { pathKey } from './path-key.ts';

/** The function reads what it has itself just written, to count or check it: no run meets what an earlier one left. */
export function isCheckOfWrite(read: Call, call: Call, model: SemanticModel): boolean {
  const { context, flow } = model;
  const reader = context.defAround(read);
  const writer = context.defAround(call);
  if (reader === writer) return flow.precedes(call, read);
  // A step of its reader alone: a private function that nothing else calls or hands on.
  const mentions = writer?.name.startsWith('_') === true ? mentionsOfFunction(model, writer) : [];
  return (
    mentions.length > 0 &&
    mentions.every(
      (use) =>
        use.parent?.kind === 'Call' &&
        use.parent.func === use &&
        context.defAround(use) === reader &&
        flow.precedes(use.parent, read),
    )
  );
}

/** The text is held against one that is expected, and nothing else is done with it: half a text is another text. */
export function isComparedOnly(read: Call, model: SemanticModel): boolean {
  const texts = textsOf(read, model);
  return (
    texts.length > 0 &&
    texts.every((text) => {
      const uses = model.flow.destinations(text).filter(({ kind }) => kind !== 'receiver');
      return uses.length > 0 && uses.every(({ kind, node }) => kind === 'compare' && isEquality(node));
    })
  );
}

/** `path.read_text()` itself, or each `file.read()` of the file that the call opens. */
function textsOf(read: Call, { names }: SemanticModel): readonly Call[] {
  if (read.func.kind === 'Attribute' && read.func.attr !== 'open') return [read];
  const { parent } = read;
  const file = parent?.kind === 'withitem' ? parent.optional_vars : undefined;
  if (file?.kind !== 'Name') return [];
  const item = parent?.parent;
  const uses = (names.resolve(file)?.references ?? []).filter((use) => item === undefined || isWithin(use, item));
  const reads = uses.flatMap(({ parent: member }) =>
    member?.kind === 'Attribute' && member.attr === 'read' && member.parent?.kind === 'Call' ? member.parent : [],
  );
  return reads.length === uses.length ? reads : [];
}

const isEquality = (node: Node): boolean =>
  node.kind === 'Compare' && node.ops.every((op) => op === 'Eq' || op === 'NotEq');

const COPIERS: ReadonlySet<string> = new Set(['shutil.copy', 'shutil.copy2', 'shutil.copyfile', 'shutil.move']);

/** What the file held was copied elsewhere right before, in the same function. */
export function isCopiedBefore(call: Call, key: string, fn: Def, model: SemanticModel): boolean {
  return callsWithin(fn.body).some((other) => {
    const [from] = other.args;
    return (
      from !== undefined &&
      COPIERS.has(model.names.qualifiedName(other.func) ?? '') &&
      pathKey(from, model) === key &&
      model.flow.precedes(other, call)
    );
  });
}

/**
 * The file is filled where its reader gave nothing: under a test of what the reader gave, or behind one that leaves with it. What
 * is lost of it is made anew.
 */
export function isFilledWhereMissing(call: Call, fn: Def, reads: readonly Call[], model: SemanticModel): boolean {
  const readers = new Set(reads.map((read) => model.context.defAround(read)));
  const asked = (test: Expression, isWhole: boolean): boolean =>
    holds(isWhole ? (presenceTested(test)?.subject ?? test) : test, (node) => {
      if (node.kind !== 'Name' || (isWhole && presenceTested(test)?.subject !== node)) return false;
      return isFrom(node, readers, model);
    });
  const isBehind = (node: Node, around: Def, isWhole: boolean): boolean =>
    [...ancestors(node)].some((at) => at.kind === 'If' && isWithin(at, around) && asked(at.test, isWhole)) ||
    nodesOf(model.source.module, 'If').some(
      (branch) =>
        isWithin(branch, around) &&
        branch.end <= node.start &&
        asked(branch.test, isWhole) &&
        !model.flow.exits(branch.body).falls,
    );
  if (isBehind(call, fn, true)) return true;
  const calls = callsOfFunction(model, fn).flatMap((use) => {
    const around = model.context.defAround(use);
    return around === undefined ? [] : { use, around };
  });
  return (
    calls.some(({ use, around }) => isBehind(use, around, true)) &&
    calls.every(({ use, around }) => isBehind(use, around, false))
  );
}

/** A name that is bound to what one of the readers gave. */
function isFrom(name: Name, readers: ReadonlySet<Def | undefined>, model: SemanticModel): boolean {
  return model.flow.origins(name).some((origin) => {
    if (origin.kind !== 'Call') return false;
    return [...readers].some((reader) => reader !== undefined && callsOfFunction(model, reader).includes(origin));
  });
}
