import {
  type Addition,
  type AsyncFunctionDef,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  findGrowingStates,
  type GrowingState,
  type SourceContext,
  type StateUse,
  whenOutlivingRequests,
} from '#kit';

/** Names of containers that are filled as work goes on, and never meant to be complete. */
const CACHE_NAME =
  /(^|_)(l?ru_?)?(caches?|cached|memo|memoized|seen|visited|history|histories|counts?|counters?|buckets|attempts|hits|recent|sessions)(_|$)/i;
/** What users, clients and clocks make up: there is always another one. */
const OPEN_WORDS =
  /(^|_)(prompts?|query|queries|question|texts?|ur[li]s?|messages?|email|ip|remote|token|nonce|uuid|uid|guid|hash|digest|checksum|fingerprint|timestamp|now|content|sentence|phrase|cookie|session|user|username|customer|visitor|sender|peer)$/i;
/** Words before `_id` of things that are few. */
const FEW =
  /(tenant|region|model|layer|device|gpu|node|worker|plugin|adapter|class|type|category|shard|partition|replica|cluster|org|team|channel|provider|engine|schema|table|tool|agent|dag|server|backend|project|rule|config|profile|category|lang|locale|bot|component|block|fn|func|role|group|rank|process|thread|loop|slot)_?id$/i;
/** Addresses of what the process itself talks to. */
const OWN_ADDRESS =
  /(connection|base|api|server|database|db|broker|endpoint|redis|backend|registry|service|root)_?ur[li]$/i;
const OPEN_CALLS =
  /^(uuid\.uuid[1-8]|time\.(time|time_ns|monotonic|perf_counter)|datetime\.datetime\.(now|utcnow|today)|secrets\.token_\w+|os\.urandom|hashlib\.\w+|builtins\.(id|hash)|random\.\w+)$/;
/** Calls whose result is as open as their arguments. */
const PASSING_CALL =
  /^_*((make|get|build|compute|create|generate|cache|to)_)*(key|hash|digest|fingerprint|cache_key|tuple|frozenset|dumps|sha\d+|md5|normalize\w*|lower)$/;
const METHODS_OF_FEW =
  /^_*(register|subscribe|load|configure|setup|set_up|install|define|declare|import|discover|route|on)(_|$)/;
const DEPTH = 4;
const MAX_KEY_LENGTH = 60;

export default defineSourceRule({
  docs: {
    summary: 'cache that only grows',
    why: 'Each new prompt, client or identifier adds an entry that nothing ever takes out, so the process grows with its traffic until the system kills it.',
    remedy:
      'Bound it: `functools.lru_cache(maxsize=…)`, `cachetools.TTLCache`, or remove the oldest entry above a size.',
    severity: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [401, 770],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P2-1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.7' },
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-003' },
    ],
    measured: {
      read: 21,
      right: 20,
      on: 'TenSafe, gradio, open-webui, mlflow, litellm, langflow, optuna-dashboard (in the strict profile 9 of 16)',
    },
    bad: '_answer_cache = {}\n\ndef answer(prompt, model):\n    if prompt not in _answer_cache:\n        _answer_cache[prompt] = model.complete(prompt)\n    return _answer_cache[prompt]\n',
    good: 'from functools import lru_cache\n\n@lru_cache(maxsize=1024)\ndef answer(prompt, model):\n    return model.complete(prompt)\n',
  },
  visit: {
    Module(_module, ctx) {
      for (const state of findGrowingStates(ctx, new Set(['dict', 'set']))) reportState(state, ctx);
    },
    FunctionDef: reportDecorated,
    AsyncFunctionDef: reportDecorated,
  },
});

function isClassName(func: Expression): boolean {
  return /^_*[A-Z]/.test(func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '');
}

type Openness = 'open' | 'closed' | 'unknown';

function reportState(state: GrowingState, ctx: SourceContext): void {
  const additions = state.additions
    .filter(({ fn }) => !METHODS_OF_FEW.test(fn.name))
    .filter(({ use }) => !isRecord(use, ctx))
    .map((addition) => ({ addition, openness: opennessOfAdded(addition.use, ctx) }));
  const open = additions.find(({ openness }) => openness === 'open');
  const found = open ?? additions.find(({ openness }) => openness === 'unknown');
  if (found === undefined || (open === undefined && !CACHE_NAME.test(state.life.name))) return;
  const { use, fn }: Addition = found.addition;
  const text = use.key === undefined ? '' : ctx.text.slice(use.key);
  const key = text === '' || text.length > MAX_KEY_LENGTH || text.includes('\n') ? '' : ` under \`${text}\``;
  ctx.report({
    at: state.at,
    message: `\`${state.name}\` gets an entry${key} in \`${fn.name}\`, and nothing ever removes one`,
    related: [{ at: use.node, message: 'an entry is added here' }],
    // Without an open key the name alone says that it is a cache.
    ...(open === undefined && { profile: 'strict' }),
    ...(open !== undefined && {
      when: {
        ...whenOutlivingRequests(state, ctx),
        ...(!CACHE_NAME.test(state.life.name) && { no: 'drop', unknown: 'drop' }),
      },
    }),
  });
}

/** `self._orders[order.id] = order`: the object is what the program is about, not a copy; `in-memory-registry` tells. */
function isRecord({ key, node }: StateUse, ctx: SourceContext): boolean {
  const stored = node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  if (key === undefined || stored === undefined) return false;
  const root = key.kind === 'Attribute' ? key.value : key;
  if (stored.kind === 'Name' && root.kind === 'Name' && stored.id === root.id) return true;
  return ctx.flow
    .origins(stored)
    .some(
      (leaf) =>
        leaf.kind === 'Call' &&
        isClassName(leaf.func) &&
        [...leaf.args, ...leaf.keywords.map(({ value }) => value)].some(
          (argument) => ctx.text.slice(argument) === ctx.text.slice(key),
        ),
    );
}

/** `@functools.cache` and `@lru_cache(maxsize=None)` over arguments without end. */
function reportDecorated(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const decorator = fn.decorator_list.find((each) => isUnboundedCache(each, ctx));
  if (decorator === undefined || ctx.context.role === 'test') return;
  const parameters = [...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs];
  const open = parameters.find(({ arg }) => opennessOfName(arg) === 'open');
  if (open === undefined) return;
  const name = `${ctx.names.moduleName}.${ctx.names.qualnameOf(fn)}`;
  ctx.report({
    at: decorator,
    message: `\`${ctx.text.slice(decorator)}\` keeps a result of \`${fn.name}\` for every \`${open.arg}\` there ever was`,
    remedy: 'Give the cache a `maxsize`',
    when: {
      question: {
        kind: 'all',
        of: [
          { kind: 'is-service' },
          { kind: 'reached-from', function: name, entries: ['route', 'thread', 'task', 'worker-loop'] },
        ],
      },
      yes: 'keep',
      no: { profile: 'strict' },
      unknown: { profile: 'strict' },
    },
  });
}

function isUnboundedCache(decorator: Expression, ctx: SourceContext): boolean {
  if (decorator.kind !== 'Call') return ctx.names.qualifiedName(decorator) === 'functools.cache';
  if (ctx.names.qualifiedName(decorator.func) !== 'functools.lru_cache') return false;
  const limit = ctx.values.givenArgument(decorator, 'maxsize', 0);
  return limit !== undefined && ctx.values.fold(limit)?.kind === 'none';
}

/** `update(…)` and `|=` add a whole mapping, whose keys are not in sight. */
function opennessOfAdded({ key, operation }: StateUse, ctx: SourceContext): Openness {
  return operation === 'update' || operation === '|=' ? 'unknown' : opennessOf(key, ctx);
}

/** Whether there is always another key: one open part is enough. */
function opennessOf(key: Expression | undefined, ctx: SourceContext, depth = DEPTH): Openness {
  if (key === undefined || depth === 0) return 'unknown';
  if (ctx.values.possible(key) !== undefined) return 'closed';
  const leaves = ctx.flow.origins(key).map((leaf) => opennessOfLeaf(leaf, ctx, depth));
  if (leaves.includes('open')) return 'open';
  return leaves.length > 0 && leaves.every((openness) => openness === 'closed') ? 'closed' : 'unknown';
}

function opennessOfLeaf(leaf: Expression, ctx: SourceContext, depth: number): Openness {
  switch (leaf.kind) {
    case 'Constant':
      return 'closed';
    case 'Name': {
      const type = ctx.types.classOf(leaf);
      if (type === 'builtins.float') return 'open';
      return type === 'builtins.bool' || type === 'builtins.type' ? 'closed' : opennessOfName(leaf.id);
    }
    case 'Attribute':
      // What an object says of itself is one key for that object.
      return leaf.value.kind === 'Name' && leaf.value.id === 'self' ? 'closed' : opennessOfName(leaf.attr);
    case 'Call':
      return opennessOfCall(leaf, ctx, depth);
    default:
      return 'unknown';
  }
}

function opennessOfCall(call: Call, ctx: SourceContext, depth: number): Openness {
  const name = ctx.names.qualifiedName(call.func);
  if (name === 'builtins.type') return 'closed';
  if (name === 'builtins.id' && opennessOf(call.args[0], ctx, depth - 1) === 'closed') return 'closed';
  if (name !== undefined && OPEN_CALLS.test(name)) return 'open';
  const { func } = call;
  const last = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  if (last === 'hexdigest' || last === 'digest') return 'open';
  if (!PASSING_CALL.test(last)) return 'unknown';
  const isOpen = [...call.args, ...call.keywords.map(({ value }) => value)].some(
    (argument) => opennessOf(argument, ctx, depth - 1) === 'open',
  );
  return isOpen ? 'open' : 'unknown';
}

function opennessOfName(name: string): Openness {
  if (FEW.test(name) || OWN_ADDRESS.test(name) || /^(type_?|cls|klass|class_name|kind|code)$/.test(name))
    return 'closed';
  return OPEN_WORDS.test(name) || /_(id|uuid)$/.test(name) ? 'open' : 'unknown';
}
