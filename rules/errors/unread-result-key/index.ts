import { boundTarget, type Call, defsOf, type Expression, type Node, nodesOf, stringConstant } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  type ProjectProblem,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import { moduleTexts, type ProjectModel, type Target } from '#project';
import { type UnwrittenKey, unwrittenKeysIn } from './handed-dicts.ts';
import { keysReturnedBy, type ReturnedKeys } from './returned-keys.ts';

interface KeyRead {
  readonly key: string;
  readonly place: PackedPlace;
  /** `get`: nothing fails, and nothing is ever found. */
  readonly isGet: boolean;
}

type Fact =
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

export default defineProjectRule<Fact>({
  docs: {
    summary: 'key read of a result that no `return` of the function writes',
    why: 'With `[]` the read fails every time; with `get` it quietly gives `None`, and what depends on it never happens.',
    remedy: 'Read a key that the function writes, or write this one in its result.',
    harm: 'breaks',
    severity: {
      'a subscript raises KeyError': 'P1',
      '`get` never finds it': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [754],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def summary(orders):\n    return {"count": len(orders), "total": sum(orders)}\n\ndef report(orders):\n    found = summary(orders)\n    return found["average"]\n',
    good: 'def summary(orders):\n    return {"count": len(orders), "total": sum(orders)}\n\ndef report(orders):\n    found = summary(orders)\n    return found["total"] / found["count"]\n',
  },
  skips: NOT_PRODUCTION,
  needs: ['texts'],
  facts: (file) => [
    ...producersIn(file),
    ...readersIn(file),
    ...unwrittenKeysIn(file).map((each): Fact => ({ kind: 'unwritten', ...each })),
  ],
  check(project, ctx) {
    for (const { path, fact } of factsOfKind(ctx.facts, 'unwritten')) {
      const others = project.modules.filter((module) => module.path !== path);
      if (!others.some((each) => moduleTexts(each).words.includes(fact.key))) ctx.report(unwrittenProblem(fact, path));
    }
    const keysOf = keysThrough(project, ctx);
    for (const { path, fact } of factsOfKind(ctx.facts, 'reader')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      const keys = target === undefined ? undefined : keysOf(target);
      if (target?.kind !== 'function' || keys === undefined || target.function.isAsync !== fact.isAwaited) continue;
      for (const read of fact.reads) {
        const lacks = (other: Target): boolean => keysOf(other)?.includes(read.key) === false;
        if (!lacks(target) || !project.holdsForOverrides(target, lacks)) continue;
        const name = target.function.qualifiedName.slice(target.module.module.length + 1);
        ctx.report({
          at: { path, ...unpackPlace(read.place) },
          message: `no \`return\` of \`${name}\` writes the key \`${read.key}\`${read.isGet ? ', so `get` never finds it' : ''}`,
          // Who changed what the function gives left its reader behind with all keys at once.
          cause: `${path} ${target.function.qualifiedName}`,
          ...(read.isGet && NEVER_FOUND),
          doubt: fact.isLent ? 'external-definition' : undefined,
          related: [
            {
              path: target.module.path,
              ...target.function.place,
              message: `it writes ${keys.length === 0 ? 'none' : keys.map((key) => `\`${key}\``).join(', ')}`,
            },
          ],
          key: `${fact.within} ${name} ${read.key}`,
        });
      }
    }
  },
});

const NEVER_FOUND = { harm: 'lies', kind: '`get` never finds it' } as const;

/** Those that a function writes itself, and those of the functions whose dict it gives. */
function keysThrough(project: ProjectModel, ctx: Pick<ProjectContext<Fact>, 'facts'>): KeysOf {
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

/** One of the functions that hand a dict on reads what none of them puts in. */
function unwrittenProblem(
  { key, keys, place, written, isGet, function: fn }: UnwrittenKey,
  path: string,
): ProjectProblem {
  const shown = keys.slice(0, 6).map((each) => `\`${each}\``);
  return {
    at: { path, ...unpackPlace(place) },
    message: `\`${fn}\` reads the key \`${key}\`, which no function that hands the dict on writes${isGet ? ', so `get` never finds it' : ''}`,
    doubt: 'external-definition',
    ...(isGet && NEVER_FOUND),
    related: [{ path, ...unpackPlace(written), message: `they write ${shown.join(', ')}` }],
    key: `${fn} ${key}`,
    cause: `${path} ${key}`,
  };
}

function producersIn(file: FactsContext): Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    const returned = keysReturnedBy(fn, file);
    return returned === undefined ? [] : [{ kind: 'producer', fn: file.names.fullNameOf(fn), ...returned }];
  });
}

function readersIn(file: FactsContext): Fact[] {
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
  // Whoever asks whether a key is there knows that it may not be.
  const asks = binding.references.some(
    ({ parent }) => parent?.kind === 'Compare' && parent.ops.some((op) => op === 'In' || op === 'NotIn'),
  );
  if (changes || asks) return undefined;
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
