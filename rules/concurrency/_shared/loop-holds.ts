/** Where a coroutine holds its loop by something else than a call that waits: it takes from, enters, reads, or works. */
import type { AsyncFunctionDef, Attribute, Call, Comprehension, Expression, For, Withitem } from '#ast';
import type { Question } from '#project';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

export interface LoopHold {
  readonly at: Expression;
  /** What it is, by the name or the way of what is run. */
  readonly name: string;
  readonly does: 'read' | 'entered';
  /** Whether it blocks, where the project has to say so. */
  readonly question?: Question;
}

/** Streams of processes, contexts that wait, and contexts and properties of the project, whose code runs on the loop. */
export function implicitHolds(fn: AsyncFunctionDef, model: SemanticModel): readonly LoopHold[] {
  const holds: LoopHold[] = [];
  const read = new Set<string>();
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'For' || node.kind === 'withitem' || (node.kind === 'comprehension' && node.is_async === 0))
      holds.push(...holdBy(node, model));
    if (node.kind === 'Attribute') {
      const property = propertyRead(node, model);
      if (property !== undefined && !read.has(property.name)) holds.push(property);
      if (property !== undefined) read.add(property.name);
    }
    return undefined;
  });
  return holds;
}

function holdBy(node: For | Comprehension | Withitem, model: SemanticModel): readonly LoopHold[] {
  const at = node.kind === 'withitem' ? node.context_expr : node.iter;
  const does = node.kind === 'withitem' ? 'entered' : 'read';
  const name = model.effects.implicitWait(node);
  if (name !== undefined) return [{ at, name, does }];
  if (node.kind !== 'withitem' || node.parent?.kind !== 'With' || (at.kind !== 'Call' && at.kind !== 'Name')) return [];
  const path = model.effects.projectPath({ func: at });
  if (path === undefined) return [];
  const of = ['__enter__', '__exit__'].map(
    (method): Question => ({
      kind: 'blocks',
      function: `${path}.${method}`,
      depth: 0,
      from: model.path,
      by: 'other-than-database',
    }),
  );
  return [{ at, name: path, does, question: { kind: 'any', of } }];
}

/** `account.balance`, where that may be a property: of an object of this file it is known. */
function propertyRead(node: Attribute, model: SemanticModel): LoopHold | undefined {
  if (node.ctx !== 'Load' || node.parent?.kind === 'Attribute') return undefined;
  if (node.parent?.kind === 'Call' && node.parent.func === node) return undefined;
  const path = model.effects.projectPath({ func: node });
  const owner = path === undefined ? undefined : model.types.classDefOf(node.value);
  if (path === undefined || (owner !== undefined && !model.state.methodsOf(owner).has(node.attr))) return undefined;
  const question: Question = { kind: 'blocks', function: path, depth: 0, from: model.path, isRead: true };
  return { at: node, name: path, does: 'read', question };
}

/** Calls that keep the thread busy, in source order. */
export function workOf(
  calls: readonly Call[],
  model: SemanticModel,
): readonly { readonly call: Call; readonly name: string }[] {
  return calls.flatMap((call) => {
    const name = model.effects.longWork(call);
    return name === undefined ? [] : [{ call, name }];
  });
}

/** How the code around runs what the call makes, for `blocks`: of a session that `with` enters, what is asked of it tells. */
export const runBy = (
  call: Call,
  model: SemanticModel,
): { readonly isConsumed?: true; readonly by?: 'other-than-database' } => ({
  ...(model.effects.isConsumed(call) && { isConsumed: true }),
  ...(call.parent?.kind === 'withitem' && { by: 'other-than-database' }),
});

/** By its name, or by the way to an object that another module makes. */
export function projectFunction(call: Call, model: SemanticModel): string | undefined {
  const effect = model.effects.of(call);
  if (effect === 'project') return model.types.calleeName(call.func) ?? model.effects.projectPath(call);
  // In a flat layout the project is not told from libraries by a name alone.
  return effect === 'unknown' ? model.effects.projectPath(call) : undefined;
}

/** Short on a local disk, so only worth a look. */
const FILE_OPENS =
  /^(?:(?:builtins|io|codecs|gzip|pathlib\.Path)\.open|tempfile\.NamedTemporaryFile|logging\.FileHandler|configparser\.ConfigParser\.read|ssl\.(?:create_default_context|SSLContext\.load_(?:cert_chain|verify_locations)))$/;

export const opensFile = (call: Call, { types }: SemanticModel): boolean =>
  FILE_OPENS.test(types.calleeName(call.func) ?? '');
