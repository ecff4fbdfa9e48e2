import {
  type AsyncFunctionDef,
  type Attribute,
  ancestors,
  type Call,
  defineProjectRule,
  type Effect,
  type Expression,
  type FactsContext,
  type FunctionDef,
  NOT_PRODUCTION,
  type Node,
  nodesOf,
  type PackedPlace,
  packPlace,
  parametersOf,
  unpackPlace,
  walk,
  wordsOfName,
} from '#kit';

const GETTING: ReadonlySet<string> = new Set(['get', 'fetch', 'read', 'current', 'list', 'all']);
const COPYING: ReadonlySet<string> = new Set(
  ['builtins.dict', 'builtins.list', 'builtins.set', 'builtins.tuple', 'copy.copy', 'copy.deepcopy'].concat(
    'collections.OrderedDict',
  ),
);
/** Beside these a copy costs nothing. */
const SLOW: readonly Effect[] = ['sleep', 'network', 'database', 'process'];
const STEP = /^(?:training_step|train_step|step|on_(?:\w+_)?(?:step|batch)(?:_end|_start|_begin)?|tick|on_tick)$/;
const SHOWN = 3;

type Fact =
  | { readonly kind: 'getter'; readonly name: string; readonly kept: string; readonly place: PackedPlace }
  | { readonly kind: 'call'; readonly path: string; readonly how: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'getter that copies a whole collection, called in a loop',
    why: 'Each turn of the loop pays for a copy of everything that is kept, most of which the caller does not look at, so the loop slows down as the collection grows.',
    remedy: 'Call it once before the loop, or give the getter a way to ask for the one value that is needed.',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'TenSafe, litellm; none in bentoml, skypilot, fschat, kserve, xinference' },
    profile: 'strict',
    since: '0.1.0',
    cwe: [1050],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-2' }],
    bad: 'class Ledger:\n    def __init__(self):\n        self._entries = {}\n\n    def post(self, key, amount):\n        self._entries[key] = amount\n\n    def get_entries(self):\n        return dict(self._entries)\n\n    def total(self, keys):\n        total = 0\n        for key in keys:\n            total += self.get_entries()[key]\n        return total\n',
    good: 'class Ledger:\n    def __init__(self):\n        self._entries = {}\n\n    def post(self, key, amount):\n        self._entries[key] = amount\n\n    def get_entries(self):\n        return dict(self._entries)\n\n    def total(self, keys):\n        entries = self.get_entries()\n        return sum(entries[key] for key in keys)\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    const methods = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
    return [
      ...methods.flatMap((fn) => copiesOf(fn, file)),
      ...nodesOf(file.module, 'Call').flatMap((call) => hotCall(call, file) ?? []),
    ];
  },
  check(project, ctx) {
    const calls = new Map<
      string,
      (Extract<Fact, { kind: 'call' }> & { readonly path: string; readonly in: string })[]
    >();
    for (const { path, fact } of ctx.facts) {
      const from = fact.kind === 'call' ? project.moduleByPath(path) : undefined;
      if (fact.kind !== 'call' || from === undefined) continue;
      const target = project.follow(fact.path, from);
      if (target.kind !== 'function') continue;
      const name = `${target.module.path} ${target.function.qualifiedName}`;
      calls.set(name, [...(calls.get(name) ?? []), { ...fact, in: path }]);
    }
    for (const { path, fact } of ctx.facts) {
      const [first, ...others] = fact.kind === 'getter' ? (calls.get(`${path} ${fact.name}`) ?? []) : [];
      if (fact.kind !== 'getter' || first === undefined) continue;
      const getter = fact.name.slice(fact.name.lastIndexOf('.') + 1);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${getter}\` copies all of \`${fact.kept}\` on every call, and ${first.how}`,
        related: [first, ...others].slice(0, SHOWN).map((call) => ({
          path: call.in,
          ...unpackPlace(call.place),
          message: 'called here',
        })),
        key: `${fact.name} ${fact.kept}`,
      });
    }
  },
});

/** What a getter hands out is, or holds, a copy of an attribute that grows. */
function copiesOf(fn: FunctionDef | AsyncFunctionDef, file: FactsContext): Fact[] {
  if (!isGetter(fn.name) || file.context.classOfMethod(fn) === undefined) return [];
  const name = `${file.names.moduleName}.${file.names.qualnameOf(fn)}`;
  for (const value of file.flow.returnValues(fn)) {
    for (const part of value === undefined ? [] : partsOf(value, file)) {
      const kept = copiedBy(part, file);
      if (kept === undefined || !grows(kept, file) || isAskedFor(part, fn) || isUnderLock(part, file)) continue;
      return [{ kind: 'getter', name, kept: file.text.slice(kept), place: packPlace(file, part) }];
    }
  }
  return [];
}

function isGetter(name: string): boolean {
  const [first = ''] = wordsOfName(name);
  return GETTING.has(first);
}

/** The value, and what an object, tuple or dict that is made for it holds. */
function partsOf(value: Expression, file: FactsContext): readonly Expression[] {
  return file.flow.origins(value).flatMap((origin) => {
    if (origin.kind === 'Call') return [origin, ...origin.args, ...origin.keywords.map(({ value: given }) => given)];
    if (origin.kind === 'Dict') return [origin, ...origin.values];
    return [origin];
  });
}

/** `dict(self._x)`, `self._x.copy()`, `copy.deepcopy(self._x)`, `{**self._x}`, `[*self._x]`: `self._x`. */
function copiedBy(part: Expression, file: FactsContext): Attribute | undefined {
  const [only, ...others] = wholesOf(part, file);
  if (only?.kind !== 'Attribute' || others.length > 0) return undefined;
  return only.value.kind === 'Name' && only.value.id === 'self' ? only : undefined;
}

function wholesOf(part: Expression, file: FactsContext): readonly Expression[] {
  if (part.kind === 'Dict') return part.keys.every((key) => key === undefined) ? part.values : [];
  if (part.kind === 'List') return part.elts.flatMap((each) => (each.kind === 'Starred' ? [each.value] : [each, each]));
  if (part.kind !== 'Call' || part.keywords.length > 0) return [];
  const { func, args } = part;
  if (func.kind === 'Attribute' && func.attr === 'copy' && args.length === 0) return [func.value];
  return COPYING.has(file.names.qualifiedName(func) ?? '') ? args : [];
}

/** More is put into it, or it was made from what is not known here; a few fixed entries cost little. */
function grows(kept: Attribute, { state }: FactsContext): boolean {
  const life = state.lifeOf(kept);
  if (life?.container === undefined || life.container === 'bounded' || life.container === 'other') return false;
  return life.of('grow').length > 0 || life.of('create').some(({ value }) => /Comp$/.test(value?.kind ?? ''));
}

/** In a branch that a parameter decides: who calls has asked for it. */
function isAskedFor(part: Node, fn: FunctionDef | AsyncFunctionDef): boolean {
  const parameters = new Set(parametersOf(fn).map(({ name }) => name));
  for (const node of ancestors(part)) {
    if (node === fn) return false;
    let found = false;
    if (node.kind === 'If' || node.kind === 'IfExp')
      walk(node.test, (inner) => {
        found ||= inner.kind === 'Name' && parameters.has(inner.id);
      });
    if (found) return true;
  }
  return false;
}

/** What other threads change has to be copied. */
const isUnderLock = (part: Node, { context }: FactsContext): boolean => context.locksHeldAt(part).length > 0;

/** A call of a getter that runs once for each turn of a loop, or for each step of a training. */
function hotCall(call: Call, file: FactsContext): Fact | undefined {
  if (call.func.kind !== 'Attribute' || !isGetter(call.func.attr)) return undefined;
  const how = repetitionOf(call, file);
  const path = how === undefined ? undefined : file.effects.projectPath(call);
  return path === undefined || how === undefined
    ? undefined
    : { kind: 'call', path, how, place: packPlace(file, call) };
}

function repetitionOf(call: Call, file: FactsContext): string | undefined {
  const loop = file.context.loopAround(call);
  if (loop !== undefined) {
    const isOnce = (loop.kind === 'For' || loop.kind === 'AsyncFor') && call.end <= loop.iter.end;
    const effects = isOnce ? undefined : file.effects.within([loop]);
    return effects === undefined || SLOW.some((slow) => effects.has(slow)) ? undefined : 'a loop calls it each time';
  }
  const fn = file.context.defAround(call);
  return fn !== undefined && STEP.test(fn.name) ? `\`${fn.name}\` calls it each time` : undefined;
}
