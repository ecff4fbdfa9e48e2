/** Keys that functions put into their results, and keys that their callers read. */
import { boundTarget, type Call, defsOf, type Expression, type Node, nodesOf, stringConstant } from '#ast';
import {
  type FactsContext,
  factsOfKind,
  functionKey,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  targetKey,
} from '#kit';
import type { ProjectModel, Target } from '#project';
import type { UnwrittenKey } from './handed-dicts.ts';
import { keysReturnedBy, type ReturnedKeys } from './returned-keys.ts';

interface KeyRead {
  readonly key: string;
  readonly place: PackedPlace;
  /** `get`: nothing fails, and nothing is ever found. */
  readonly isGet: boolean;
}

export type Fact =
  /** Every key that any `return` of the function writes. */
  | ({ readonly kind: 'producer'; readonly fn: string } & ReturnedKeys)
  | ({ readonly kind: 'unwritten' } & UnwrittenKey)
  | {
      readonly kind: 'reader';
      readonly path: string;
      readonly isAwaited: boolean;
      readonly within: string;
      readonly reads: readonly KeyRead[];
      /** It goes to other functions before, which may add to it. */
      readonly isLent?: true;
    };

export const NEVER_FOUND = { harm: 'misleads', kind: '`get` never finds it' } as const;

/** Those that a function writes itself, and those of the functions whose dict it gives. */
export function keysThrough(project: ProjectModel, ctx: Pick<ProjectContext<Fact>, 'facts'>): KeysOf {
  const producers = new Map(
    factsOfKind(ctx.facts, 'producer').map(({ path, fact }) => [functionKey(path, fact.fn), { path, fact }] as const),
  );
  const known = new Map<string, readonly string[] | undefined>();
  return function keysOf(target) {
    const key = targetKey(target) ?? '';
    const producer = producers.get(key);
    if (producer === undefined || known.has(key)) return known.get(key);
    // What comes back to itself is not wholly seen.
    known.set(key, undefined);
    const from = project.moduleByPath(producer.path);
    const all: (readonly string[] | undefined)[] = [producer.fact.keys];
    for (const { path, isAwaited } of producer.fact.from) {
      const other = from === undefined ? undefined : project.follow(path, from);
      const isOne = other?.kind === 'function' && other.function.isAsync === isAwaited;
      all.push(isOne && project.holdsForOverrides(other, (each) => each === other) ? keysOf(other) : undefined);
    }
    const keys = all.some((each) => each === undefined) ? undefined : all.flatMap((each) => each ?? []);
    known.set(key, keys);
    return keys;
  };
}

type KeysOf = (target: Target) => readonly string[] | undefined;

export function producersIn(file: FactsContext): Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    const returned = keysReturnedBy(fn, file);
    return returned === undefined ? [] : [{ kind: 'producer', fn: file.names.fullNameOf(fn), ...returned }];
  });
}

export function readersIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const path = file.effects.projectPath(call);
    if (path === undefined) return [];
    const found = readsOf(call, file);
    if (found === undefined || found.reads.length === 0) return [];
    const isAwaited = call.parent?.kind === 'Await';
    return [{ kind: 'reader', path, isAwaited, within: file.names.qualnameOf(call), ...found }];
  });
}

function readsOf(
  call: Call,
  file: FactsContext,
): Pick<Extract<Fact, { kind: 'reader' }>, 'reads' | 'isLent'> | undefined {
  const whole = call.parent?.kind === 'Await' ? call.parent : call;
  const own = readAt(whole, file);
  if (own !== undefined) return { reads: [own] };
  const target = boundTarget(call);
  const binding = target?.kind === 'Name' ? file.names.resolve(target) : undefined;
  if (binding === undefined || binding.definitions.length > 1 || binding.scope.kind !== 'function') return undefined;
  const reads = binding.references.flatMap((reference) => readAt(reference, file) ?? []);
  const changes = binding.references.some(({ parent }) => isChange(parent));
  // Anyone who asks whether a key is there knows that it may not be.
  const isTested = binding.references.some(
    ({ parent }) => parent?.kind === 'Compare' && parent.ops.some((op) => op === 'In' || op === 'NotIn'),
  );
  if (changes || isTested) return undefined;
  const isLent = binding.references.some(({ parent }) => parent?.kind === 'Call' || parent?.kind === 'keyword');
  return { reads, ...(isLent && { isLent }) };
}

const CHANGING: ReadonlySet<string> = new Set(['update', 'setdefault', '__setitem__']);

function isChange(parent: Node | undefined): boolean {
  if (parent?.kind === 'Subscript') return parent.ctx !== 'Load';
  if (parent?.kind === 'AugAssign' || parent?.kind === 'Assign') return true;
  return parent?.kind === 'Attribute' && CHANGING.has(parent.attr);
}

function readAt(result: Expression, file: FactsContext): KeyRead | undefined {
  const { parent } = result;
  if (parent?.kind === 'Subscript' && parent.value === result && parent.ctx === 'Load') {
    const key = stringConstant(parent.slice);
    const isExpected = file.handlers.takerOf(parent, 'builtins.KeyError') !== undefined;
    return key === undefined || isExpected ? undefined : { key, place: packPlace(file, parent), isGet: false };
  }
  const get =
    parent?.kind === 'Attribute' && parent.attr === 'get' && parent.value === result ? parent.parent : undefined;
  const key = get?.kind === 'Call' && get.func === parent ? stringConstant(get.args[0]) : undefined;
  if (get?.kind !== 'Call' || key === undefined) return undefined;
  return { key, place: packPlace(file, get), isGet: true };
}
