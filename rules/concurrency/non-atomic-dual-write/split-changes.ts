/** Changes of which one part is committed to the database and the other is stored or done apart, so that one can fail alone. */
import { ancestors, type Call, type Def, type Expression, holds, isCapWords, lastName, type Node, walk } from '#ast';
import { JOB_SENDERS } from '#knowledge/message-queues';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { fileAccessOf } from '#semantics/files/file-access';

export interface SplitChange {
  readonly kind: 'stored-before' | 'removed-before' | 'sent-before' | 'stored-after' | 'sent-after' | 'two-commits';
  readonly first: Call;
  readonly second: Call;
  /** What both are about: the row, or what it is made of. */
  readonly about: string;
}

/** The first of each kind in a function, where nothing undoes the one when the other fails. */
export function splitChanges(fn: Def, model: SemanticModel): readonly SplitChange[] {
  const calls = callsWithin(fn.body).toSorted((a, b) => a.start - b.start);
  const given = calls.flatMap((call) => rowOf(call, model) ?? []);
  // Without a commit here it is anyone who opened the session who commits, later.
  const ends = calls.filter((call) => isCommit(call) && !isInHandler(call));
  const commits: readonly Call[] =
    ends.length > 0
      ? ends
      : given.flatMap(({ at }) => (at.kind === 'Call' && lastName(at.func) === 'delete' ? [at] : []));
  if (commits.length === 0) return [];
  const rows = [...given, ...changed(fn, model)];
  const found = new Map<SplitChange['kind'], SplitChange>();
  const add = (kind: SplitChange['kind'], first: Call, second: Call, about: string | undefined): void => {
    if (about === undefined || found.has(kind)) return;
    if (!model.flow.mayComeTo(first, second) && !model.flow.mayComeTo(second, first)) return;
    if (!isUndone(first, second, model)) found.set(kind, { kind, first, second, about });
  };
  for (const call of calls) {
    const how = storing(call, model);
    if (how === undefined || isInHandler(call)) continue;
    const names = namesGiven(call, model);
    const before = ends.findLast(({ end }) => end <= call.start);
    const after = ends.length > 0 ? commits.find(({ start }) => start >= call.end) : commits[0];
    const about = (from: number, to: number): string | undefined =>
      rows.find(({ at, names: own }) => at.start >= from && at.end <= to && own.some((name) => names.has(name)))?.name;
    const end = ends.length > 0 ? (after?.start ?? 0) : Number.MAX_VALUE;
    // The row is written by the next commit, whichever of the two was said first; a job is sent for what is there, and its number noted after.
    if (after !== undefined && (ends.length > 0 || how === 'removed'))
      add(`${how}-before`, call, after, about(before?.end ?? 0, how === 'sent' ? call.start : end));
    if (before !== undefined && how !== 'removed') add(`${how}-after`, before, call, about(0, before.start));
  }
  for (const [first, second, about] of commitsApart(ends, rows)) add('two-commits', first, second, about);
  return [...found.values()];
}

/** A row is committed, and then another that is made of it. */
const commitsApart = (ends: readonly Call[], rows: readonly Row[]): readonly (readonly [Call, Call, string])[] =>
  ends.flatMap((second, at) => {
    const first = ends[at - 1];
    const made = rows.filter((row) => row.isMade);
    if (first === undefined) return [];
    const later = made.filter((row) => row.at.start > first.end && row.at.end < second.start);
    const earlier = made.filter((row) => row.at.end < first.start);
    const owner = earlier.find((row) => later.some((each) => each.name !== row.name && each.names.includes(row.name)));
    return owner === undefined ? [] : [[first, second, owner.name]];
  });

const isInHandler = (node: Node): boolean => [...ancestors(node)].some(({ kind }) => kind === 'ExceptHandler');

const isCommit = ({ func, args }: Call): boolean =>
  func.kind === 'Attribute' && func.attr === 'commit' && args.length === 0;

interface Row {
  readonly at: Node;
  readonly name: string;
  /** Its own, and those that it is made of. */
  readonly names: readonly string[];
  readonly isMade: boolean;
}

/** `company.logo_path = path`: what the next commit writes. */
const changed = (fn: Def, model: SemanticModel): readonly Row[] =>
  model.context.nodesOfFunction(fn, 'Assign').flatMap(({ targets: [target], value }) => {
    if (target?.kind !== 'Attribute' || target.value.kind !== 'Name' || IS_CONTEXT.test(target.value.id)) return [];
    const name = target.value.id;
    return [{ at: target, name, names: [name, ...namesGiven(value, model)], isMade: false }];
  });

/** What a session is given to add or to delete. */
function rowOf(call: Call, model: SemanticModel): Row | undefined {
  const { func, args } = call;
  const [given, ...others] = args;
  if (func.kind !== 'Attribute' || !/^(?:add|delete|merge)$/.test(func.attr)) return undefined;
  if (given === undefined || others.length > 0 || !/session$|^db$/i.test(lastName(func.value) ?? '')) return undefined;
  const made = model.flow.origins(given).find(isRowMade);
  const name = given.kind === 'Name' ? given.id : made === undefined ? undefined : lastName(made.func);
  if (name === undefined) return undefined;
  return {
    at: call,
    name,
    names: [name, ...(made === undefined ? [] : namesGiven(made, model))],
    isMade: made !== undefined,
  };
}

const isRowMade = (made: Expression): made is Call => made.kind === 'Call' && isCapWords(lastName(made.func) ?? '');

type How = 'stored' | 'removed' | 'sent';

/** Whether a call, or a function of the file that it runs, stores an object or a file, removes one, or sends a job. */
function storing(call: Call, model: SemanticModel): How | undefined {
  const own = storingItself(call, model);
  if (own !== undefined) return own;
  const fn = definitionCalled(model, call);
  if (fn === undefined || fn.kind === 'ClassDef') return undefined;
  for (const inner of callsWithin(fn.body)) {
    const how = storingItself(inner, model);
    if (how !== undefined) return how;
  }
  return undefined;
}

function storingItself(call: Call, model: SemanticModel): How | undefined {
  const name = lastName(call.func) ?? '';
  if (STORES.test(name) || fileAccessOf(call, model)?.how === 'overwrite') return 'stored';
  if (call.func.kind === 'Attribute' && JOB_SENDERS.has(name)) return 'sent';
  if (REMOVES.test(name) || /^os\.remove$/.test(model.names.qualifiedName(call.func) ?? '')) return 'removed';
  return undefined;
}

/** Of the clients of object stores (boto3, azure-storage-blob, google-cloud-storage, minio), and of the standard library. */
const STORES = /^(?:upload_blob|f?put_object|upload_file(?:obj)?|upload_from_(?:file|filename|string)|copyfileobj)$/;
const REMOVES = /^(?:delete_blob|delete_objects?|remove_objects?|unlink|rmtree)$/;

/** The local names that a call is given, and those that make up these and what it is called on. */
function namesGiven(call: Expression, model: SemanticModel): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (root: Node, isDeep: boolean): void =>
    walk(root, (node) => {
      if (node.kind !== 'Name' || IS_CONTEXT.test(node.id)) return;
      if (model.names.resolve(node)?.scope.kind === 'module') return;
      found.add(node.id);
      if (isDeep) for (const origin of model.flow.origins(node)) if (origin !== node) add(origin, false);
    });
  add(call, true);
  return found;
}

const IS_CONTEXT = /^(?:self|cls|db|.*session|settings|config|logger|request|now|timestamp)$/;

/** Anyone who meets the failure of the second takes the first back, or writes down that it failed. */
function isUndone(first: Call, second: Call, model: SemanticModel): boolean {
  return model.context
    .triesAround(second)
    .some((tried) =>
      [...tried.handlers.flatMap(({ body }) => body), ...tried.finalbody].some((each) =>
        holds(each, (node) =>
          node.kind === 'Call'
            ? isCommit(first)
              ? isCommit(node) || /^(?:delete|execute|update|mark)/.test(lastName(node.func) ?? '')
              : storing(node, model) !== undefined || /delete|remove|clean|undo/.test(lastName(node.func) ?? '')
            : isCommit(first) && node.kind === 'Assign' && node.targets.some(({ kind }) => kind === 'Attribute'),
        ),
      ),
    );
}
