import {
  type AsyncFunctionDef,
  bodyWithoutDocstring,
  type Call,
  type ClassDef,
  callsWithin,
  defineSourceRule,
  type Expression,
  type For,
  type FunctionDef,
  type ListComp,
  lastName,
  NOT_PRODUCTION,
  type Node,
  parametersOf,
  type SourceContext,
  type Stmt,
  walk,
  wordsOfName,
} from '#kit';

const BATCH: ReadonlySet<string> = new Set(['batch', 'batched', 'batches']);
/** One after another is as good as all at once where each costs next to nothing, or must come after the one before. */
const CHEAP =
  /^_*(is|has|get|acquire|release|reserve|allocate|free|to|from|as|parse|validate|check|convert|format|normali[sz]e|make|build|create|add|append|register|log|record|emit|serialize|deserialize|encode_one|decode|process_event|handle_event|hash|map|wrap|cast|clean|extract|filter|split|merge|update|set|remove|delete|enqueue|submit|schedule|put|resolve|collate|pad|decode_one)(_|$)/;
const ABOUT_BATCHES: ReadonlySet<string> = new Set(
  'prepare build make create collate split get load iterate iter compare validate log add train training fit test on start end size sizes sampler next'.split(
    ' ',
  ),
);
const AT_ONCE =
  /gather|TaskGroup|submit|executor|pool|parallel|map_async|vstack|hstack|stack|concat|vmap|as_completed|create_task/i;
const ABSTRACT_OWNER = /^_?(Base|Abstract|Default)|(Base|Mixin|Protocol|Interface|ABC)$/;

export default defineSourceRule({
  docs: {
    summary: 'batch method that does one item after another',
    why: 'Callers gather items to save time and pay the full price of every single one, so the batch is as slow as the calls that it was to replace.',
    remedy:
      'Compute the items together (stack them into one array or one request), or run the waits at once, or name the method for what it does.',
    severity: 'P3',
    precision: 'medium',
    measured: { read: 10, right: 9, on: 'TenSafe, swarms, camel_ai' },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P3-2' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' },
    ],
    bad: 'class Engine:\n    def execute(self, activation):\n        return self.model(activation)\n\n    def execute_batch(self, activations):\n        results = []\n        for activation in activations:\n            results.append(self.execute(activation))\n        return results\n',
    good: 'import numpy as np\n\nclass Engine:\n    def execute(self, activation):\n        return self.execute_batch([activation])[0]\n\n    def execute_batch(self, activations):\n        return self.model(np.stack(activations))\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    FunctionDef: check,
    AsyncFunctionDef: check,
  },
});

function check(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  if (!doesBatch(fn.name)) return;
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined || ctx.context.isTestCode(fn) || doesAtOnce(fn)) return;
  const single = singleCallOf(fn, owner, ctx);
  if (single === undefined) return;
  const waits = single.call.parent?.kind === 'Await';
  ctx.report({
    at: single.at,
    message: `\`${fn.name}\` ${waits ? 'awaits' : 'calls'} \`self.${single.name}\` for one item of \`${single.items}\` after another`,
    related: [{ at: single.call, message: 'one item at a time' }],
    // What a base class offers to those who have nothing better; and what is done for its effect may have to come in order.
    ...((mayBeDefault(single.method, owner, ctx) || !isCollected(single.call)) && { profile: 'strict' as const }),
  });
}

/** The result of each goes to the caller. */
function isCollected(call: Call): boolean {
  const result = call.parent?.kind === 'Await' ? call.parent : call;
  return result.parent?.kind !== 'Expr';
}

/** `execute_batch`, `batch_encode`, `generate_batched`; `compare_batch_sizes` and `prepare_batch` are about batches. */
function doesBatch(name: string): boolean {
  const words = wordsOfName(name);
  const isDone = BATCH.has(words[0] ?? '') || BATCH.has(words.at(-1) ?? '') || words.includes('batched');
  return isDone && !words.some((word) => ABOUT_BATCHES.has(word));
}

interface SingleCall {
  readonly at: Node;
  readonly call: Call;
  readonly name: string;
  readonly items: string;
  readonly method: FunctionDef | AsyncFunctionDef;
}

/** The loop over a parameter that all of the method's work is, and the method of the object that it calls with the item. */
function singleCallOf(fn: FunctionDef | AsyncFunctionDef, owner: ClassDef, ctx: SourceContext): SingleCall | undefined {
  const loops = loopsOf(fn);
  const [loop] = loops;
  if (loop === undefined || loops.length > 1) return undefined;
  const items = itemsOf(loop, fn);
  if (items === undefined) return undefined;
  const own = callsWithin(loop.kind === 'For' ? loop.body : [loop.elt]).flatMap((call): SingleCall[] => {
    const { func } = call;
    if (func.kind !== 'Attribute' || func.value.kind !== 'Name' || func.value.id !== 'self') return [];
    const method = ctx.state.methodsOf(owner).get(func.attr);
    if (
      method === undefined ||
      CHEAP.test(func.attr) ||
      !isSingleOf(func.attr, fn.name) ||
      !takesItem(call, loop, items)
    )
      return [];
    return [{ at: loop.kind === 'For' ? loop.iter : loop, call, name: func.attr, items, method }];
  });
  return own.length === 1 ? own[0] : undefined;
}

/** `execute_token` of `execute_batch`: both say what is done. */
function isSingleOf(single: string, batch: string): boolean {
  const words = new Set(wordsOfName(batch).filter((word) => !BATCH.has(word)));
  const own = wordsOfName(single);
  return own.some((word) => words.has(word)) && !own.some((word) => BATCH.has(word));
}

/** Loops of the method's own level; with something else beside them, or none that counts. */
function loopsOf(fn: FunctionDef | AsyncFunctionDef): readonly (For | ListComp)[] {
  return bodyWithoutDocstring(fn).flatMap((statement: Stmt): (For | ListComp)[] => {
    if (statement.kind === 'For') return [statement];
    const value = statement.kind === 'Return' || statement.kind === 'Assign' ? statement.value : undefined;
    return value?.kind === 'ListComp' ? [value] : [];
  });
}

/** `for x in items`, `enumerate(items)`, `zip(items, …)`, `range(len(items))`, where `items` is a parameter. */
function itemsOf(loop: For | ListComp, fn: FunctionDef | AsyncFunctionDef): string | undefined {
  const names = new Set(parametersOf(fn).map(({ node }) => node.arg));
  let iter: Expression | undefined = loop.kind === 'For' ? loop.iter : loop.generators[0]?.iter;
  while (iter?.kind === 'Call' && /^(enumerate|zip|range|len|tqdm|list)$/.test(lastName(iter.func) ?? ''))
    [iter] = iter.args;
  return iter?.kind === 'Name' && names.has(iter.id) && iter.id !== 'self' ? iter.id : undefined;
}

function takesItem(call: Call, loop: For | ListComp, items: string): boolean {
  const bound = new Set([items]);
  const target = loop.kind === 'For' ? loop.target : loop.generators[0]?.target;
  if (target !== undefined) collectNames(target, bound);
  const used = new Set<string>();
  for (const argument of [...call.args, ...call.keywords]) collectNames(argument, used);
  return [...used].some((name) => bound.has(name));
}

function collectNames(root: Node, names: Set<string>): void {
  walk(root, (node) => {
    if (node.kind === 'Name') names.add(node.id);
  });
}

function doesAtOnce(fn: FunctionDef | AsyncFunctionDef): boolean {
  return callsWithin([fn]).some((call) => AT_ONCE.test(lastName(call.func) ?? ''));
}

function mayBeDefault(method: FunctionDef | AsyncFunctionDef, owner: ClassDef, ctx: SourceContext): boolean {
  const isAbstract = method.decorator_list.some((decorator) => /^abstract/.test(lastName(decorator) ?? ''));
  return isAbstract || ctx.flow.alwaysRaises(bodyWithoutDocstring(method)) || ABSTRACT_OWNER.test(owner.name);
}
