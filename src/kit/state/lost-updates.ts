/** Values that are read, changed and written back, so that what others write in between is lost. */
import {
  type Assign,
  type Attribute,
  type Call,
  type Def,
  type Expression,
  holds,
  isSuspension,
  lastName,
  type Node,
  withoutAwait,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isMapperQuery } from './mapper-queries.ts';

export interface LostUpdate {
  readonly read: Node;
  readonly write: Node;
}

/**
 * `job = Job.objects.get(…)`, `job.done += 1`, `job.save()`, or `session.commit()` for a row of a session: what others write between the
 * read and the save is lost.
 */
export function savedRow({ value: row }: Attribute, fn: Def, model: SemanticModel): LostUpdate | undefined {
  if (row.kind !== 'Name') return undefined;
  const read = model.flow
    .origins(row)
    .map(withoutAwait)
    .find((origin): origin is Call => origin.kind === 'Call' && isRow(origin, model));
  const write = callsWithin(fn.body).find(({ func, start }) => {
    if (func.kind !== 'Attribute' || start < row.end) return false;
    const isOwn = func.value.kind === 'Name' && func.value.id === row.id;
    return isOwn ? SAVES.has(func.attr) : func.attr === 'commit';
  });
  return read && write && { read, write };
}

const SAVES: ReadonlySet<string> = new Set(['save', 'asave']);

const isRow = (call: Call, model: SemanticModel): boolean =>
  /^django\.shortcuts\.a?get_object_or_404$/.test(model.names.qualifiedName(call.func) ?? '') ||
  isMapperQuery(call, model);

/** `left = self.left` before an `await`, `self.left = left - cost` after it: what other tasks write while it waits is lost. */
export function staleWrite({ targets, value }: Assign, fn: Def, model: SemanticModel): LostUpdate | undefined {
  const [target] = targets;
  if (target === undefined || fn.kind !== 'AsyncFunctionDef' || value.kind !== 'BinOp') return undefined;
  const text = (node: Node): string => model.source.text.slice(node);
  const kept = text(target);
  const dotGet = target.kind === 'Subscript' ? `${text(target.value)}.get(${text(target.slice)}` : undefined;
  for (const name of namesIn(value)) {
    const [definition, ...others] = model.flow.reachingDefinitions(name);
    const read = others.length === 0 ? definition?.value : undefined;
    if (read === undefined || !(text(read) === kept || (dotGet !== undefined && text(read).startsWith(dotGet))))
      continue;
    const waits = fn.body.some((each) =>
      holds(each, (node) => isSuspension(node) && node.start > read.end && node.end < target.start),
    );
    if (waits) return { read, write: target };
  }
  return undefined;
}

/**
 * `left = await repo.seats(event)`, `await repo.save_seats(event, left - n)`: what a store has under a key is read, changed by arithmetic
 * and written to the same key of the same store.
 */
export function derivedStore(write: Call, fn: Def, model: SemanticModel): LostUpdate | undefined {
  const { func, parent } = write;
  const statement = parent?.kind === 'Await' ? parent.parent : parent;
  if (func.kind !== 'Attribute' || statement?.kind !== 'Expr' || write.args.length === 0) return undefined;
  const text = (node: Node): string => model.source.text.slice(node);
  for (const given of [...write.args, ...write.keywords.map(({ value }) => value)]) {
    for (const name of namesIn(given)) {
      const definitions = model.names.resolve(name)?.definitions ?? [];
      // `count = left - n` before it.
      const sums = definitions.flatMap(({ value }) => (value?.kind === 'BinOp' && CHANGING.has(value.op) ? value : []));
      const further = sums.flatMap(namesIn).flatMap((each) => model.names.resolve(each)?.definitions ?? []);
      const read = [...definitions, ...further]
        .flatMap(({ value }) => (value === undefined ? [] : readsIn(value)))
        .find((call) => isOfSame(call) && isOfStore(call, model));
      if (read === undefined || read.end > write.start) continue;
      const isAdded = sums.length > 0 || definitions.some(({ statement: at }) => at.kind === 'AugAssign');
      if (isAdded || isArithmetic(name, given)) return { read, write };
    }
  }
  return undefined;

  function isOfSame(call: Call): boolean {
    if (call.func.kind !== 'Attribute' || func.kind !== 'Attribute' || call.func.attr === func.attr) return false;
    if (text(call.func.value) !== text(func.value)) return false;
    const [key] = call.args;
    return key === undefined
      ? write.args.length === 1
      : write.args[0] !== undefined && text(key) === text(write.args[0]);
  }
}

/** The calls that a value comes of: `int(store.get(key) or 0)`, `json.loads(path.read_text())["last"]`. */
const readsIn = (value: Expression): readonly Call[] => callsWithin([value]);

/** A store that others reach: it is asked on the way, or by what the project or a library calls a read of the outside. */
function isOfStore(read: Call, model: SemanticModel): boolean {
  if (read.parent?.kind === 'Await') return true;
  const effect = model.effects.of(read);
  return effect === 'network' || effect === 'database' || effect === 'file';
}

/** `left - n`, wherever in what is given. */
const isArithmetic = (name: Expression, given: Expression): boolean =>
  holds(given, (node) => node.kind === 'BinOp' && CHANGING.has(node.op) && (node.left === name || node.right === name));

const CHANGING: ReadonlySet<string> = new Set(['Add', 'Sub']);

function namesIn(within: Expression): readonly (Expression & { readonly kind: 'Name' })[] {
  const names: (Expression & { readonly kind: 'Name' })[] = [];
  holds(within, (node) => {
    if (node.kind === 'Name') names.push(node);
    return false;
  });
  return names;
}

/** What locks the row when it is read: `select_for_update()`, `with_for_update()`. */
export const rowLock = ({ read }: LostUpdate): Call | undefined =>
  callsWithin([read]).find(
    ({ func, keywords }) =>
      /^(?:select|with)_for_update$/.test(lastName(func) ?? '') ||
      keywords.some(({ arg }) => arg === 'with_for_update'),
  );
