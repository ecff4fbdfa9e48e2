import {
  ancestors,
  type Call,
  type ClassDef,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  lastName,
  type Name,
  NOT_PRODUCTION,
  type Node,
  nodesOf,
  type SourceContext,
  type StateLife,
  walk,
} from '#kit';

/** Libraries that send functions to other processes. */
const SENDING_LIBRARY =
  /^(ray|multiprocessing|torch\.multiprocessing|multiprocess|billiard|joblib|dask|distributed|pyspark|concurrent)(\.|$)/;
/** Which argument is sent, by the qualified name of what is called. */
const SENDERS: readonly (readonly [RegExp, string | undefined, number])[] = [
  [/^ray\.train\.(\w+\.)*\w*Trainer$/, 'train_loop_per_worker', 0],
  [/^ray\.remote$/, undefined, 0],
  [/^ray\.tune\.(Tuner|run)$/, 'trainable', 0],
  [/^ray\.data\.(\w+\.)*Dataset\.(map|map_batches|flat_map|filter)$/, 'fn', 0],
  [
    /^(multiprocessing|torch\.multiprocessing|multiprocess|billiard)\.(pool\.)?Pool\.(map|imap|imap_unordered|starmap|starmap_async|apply|apply_async|map_async)$/,
    'func',
    0,
  ],
  [/^concurrent\.futures\.(process\.)?ProcessPoolExecutor\.(submit|map)$/, 'fn', 0],
  [/^joblib\.(\w+\.)*delayed$/, 'function', 0],
  [/^dask\.(delayed\.)?delayed$/, 'obj', 0],
  [/^(dask\.)?distributed\.(client\.)?Client\.(submit|map)$/, 'func', 0],
  [/^pyspark\.sql\.functions\.(pandas_)?udf$/, 'f', 0],
];
/** Methods of Spark's collections that no others share. */
const SPARK_METHODS: ReadonlySet<string> = new Set(
  'mapPartitions mapPartitionsWithIndex foreachPartition mapInPandas mapInArrow applyInPandas'.split(' '),
);
/** Objects that hold the data themselves; lazy and distributed collections are plans, and small. */
const DATA_CLASS =
  /^(pandas\.(core\.\w+\.)*(DataFrame|Series)|polars\.(\w+\.)*(DataFrame|Series)|numpy\.(ndarray|array)|torch\.Tensor|pyarrow\.(lib\.)?Table|scipy\.sparse\.\w+|xarray\.(Dataset|DataArray)|anndata\.AnnData|geopandas\.GeoDataFrame|torch\.utils\.data\.(\w+\.)*(\w*Dataset|DataLoader|Subset)|datasets\.(\w+\.)*(Dataset|DatasetDict))$/;
const DATA_CALL =
  /^(pandas\.(read_\w+|concat|DataFrame|merge)|polars\.(read_\w+|DataFrame)|numpy\.(load|loadtxt|genfromtxt|fromfile|array|zeros|ones|empty|random\.\w+|concatenate|stack|vstack|memmap)|torch\.(load|randn|rand|zeros|tensor|cat|stack|from_numpy)|datasets\.load_(dataset|from_disk)|sklearn\.datasets\.\w+|pyarrow\.(\w+\.)*read_table)$/;
const DATA_NAME = /(^|_)(dataset|dataframe|df|corpus|train_data|training_data|embeddings)$/;

export default defineSourceRule({
  docs: {
    summary: 'function sent to other processes together with the data it closes over',
    why: 'Every worker gets its own pickled copy of the data, so start-up time, network traffic and memory grow with the number of workers times the size of the data.',
    remedy:
      'Load the data in the worker (a path or a factory), or put it once where workers share it (`ray.put`, a broadcast).',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-2' }],
    measured: { read: 1, right: 1, on: 'TenSafe; silent on 94 other packages; too few to say much' },
    bad: 'import pandas as pd\nfrom ray.train.torch import TorchTrainer\n\ndef train(path):\n    frame = pd.read_parquet(path)\n\n    def loop(config):\n        fit(frame, config)\n\n    return TorchTrainer(loop).fit()\n',
    good: 'import pandas as pd\nfrom ray.train.torch import TorchTrainer\n\ndef train(path):\n    def loop(config):\n        frame = pd.read_parquet(path)\n        fit(frame, config)\n\n    return TorchTrainer(loop).fit()\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(module, ctx) {
      if (!ctx.names.imports.some(({ module: name }) => SENDING_LIBRARY.test(name))) return;
      const reported = new Set<Node>();
      for (const node of [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'Call')]) {
        for (const sent of sentAt(node, ctx)) {
          if (reported.has(sent.fn) || ctx.context.isTestCode(sent.fn)) continue;
          reported.add(sent.fn);
          reportCaptures(sent, ctx);
        }
      }
    },
  },
});

type Closure = FunctionDef | Extract<Node, { kind: 'AsyncFunctionDef' | 'Lambda' }>;

interface Sent {
  readonly fn: Closure;
  readonly by: Node;
  /** `pool.map(self.read, …)`: the object goes with its method. */
  readonly isMethod: boolean;
}

function sentAt(node: Node, ctx: SourceContext): readonly Sent[] {
  if (node.kind === 'FunctionDef' && node.decorator_list.length > 0) {
    const isRemote = node.decorator_list.some(
      (decorator) => ctx.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) === 'ray.remote',
    );
    return isRemote ? [{ fn: node, by: node, isMethod: false }] : [];
  }
  const run = node.kind === 'Call' ? argumentSent(node, ctx) : undefined;
  if (run === undefined) return [];
  const isMethod = run.kind === 'Attribute' && run.value.kind === 'Name' && run.value.id === 'self';
  return functionsOf(run, ctx).map((fn) => ({ fn, by: node, isMethod }));
}

function argumentSent(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  if (func.kind === 'Attribute' && SPARK_METHODS.has(func.attr)) return call.args[0];
  if (func.kind === 'Attribute' && func.attr === 'map' && lastName(func.value) === 'rdd') return call.args[0];
  const name = ctx.types.calleeName(func);
  if (name === undefined || !SENDING_LIBRARY.test(name)) return undefined;
  const sender = SENDERS.find(([pattern]) => pattern.test(name));
  return sender === undefined ? undefined : ctx.values.givenArgument(call, sender[1], sender[2]);
}

/** The function named, or those that a function of this file makes and returns. */
function functionsOf(run: Expression, ctx: SourceContext): readonly Closure[] {
  const direct = ctx.context.functionRun(run);
  if (direct !== undefined) return [direct];
  if (run.kind === 'Name') {
    return ctx.flow.origins(run).flatMap((origin) => (origin === run ? [] : functionsOf(origin, ctx)));
  }
  if (run.kind !== 'Call') return [];
  const owner = ctx.context.classAround(run);
  const maker =
    (run.func.kind === 'Attribute' && lastName(run.func.value) === 'self' && owner !== undefined
      ? ctx.state.methodsOf(owner).get(run.func.attr)
      : undefined) ?? ctx.names.definitionOf(run.func);
  if (maker === undefined || maker.kind === 'ClassDef') return [];
  return ctx.flow.returnValues(maker).flatMap((value) => {
    const fn = value === undefined || value.kind === 'Call' ? undefined : ctx.context.functionRun(value);
    return fn === undefined ? [] : [fn];
  });
}

function reportCaptures({ fn, by, isMethod }: Sent, ctx: SourceContext): void {
  if (isMethod) reportObject(fn, by, ctx.context.classAround(fn), ctx);
  if (isMethod) return;
  const seen = new Set<unknown>();
  for (const name of freeNames(fn, ctx)) {
    const binding = ctx.names.resolve(name);
    if (binding === undefined || seen.has(binding)) continue;
    seen.add(binding);
    if (name.id === 'self') {
      reportObject(fn, by, ctx.context.classAround(fn), ctx);
      continue;
    }
    const what = dataIn(name, ctx);
    if (what === undefined) continue;
    ctx.report({
      at: binding.definitions[0]?.node ?? name,
      message: `${nameOf(fn)} closes over \`${name.id}\`${what.type === undefined ? '' : ` (\`${what.type}\`)`} and takes a copy of it to every worker`,
      ...(what.type === undefined && { profile: 'strict' as const }),
      related: [
        { at: name, message: `\`${name.id}\` is used here, in the worker` },
        { at: by.kind === 'Call' ? by.func : name, message: 'the function is sent to the workers here' },
      ],
    });
  }
}

/** Names that the function reads from the functions around it. */
function freeNames(fn: Closure, ctx: SourceContext): readonly Name[] {
  const around = new Set<Node>(
    [...ancestors(fn)].filter(({ kind }) => kind.endsWith('FunctionDef') || kind === 'Lambda'),
  );
  if (around.size === 0) return [];
  const free: Name[] = [];
  const roots: readonly Node[] = fn.kind === 'Lambda' ? [fn.body] : fn.body;
  for (const root of roots) {
    walk(root, (node) => {
      if (node.kind !== 'Name' || node.ctx !== 'Load') return;
      const scope = ctx.names.resolve(node)?.scope;
      if (scope !== undefined && around.has(scope.node)) free.push(node);
    });
  }
  return free;
}

/** What a free name holds, where that is data; handles of data that is stored elsewhere are none. */
function dataIn(name: Name, ctx: SourceContext): { readonly type: string | undefined } | undefined {
  const type = ctx.types.classOf(name);
  if (type !== undefined && DATA_CLASS.test(type)) return { type };
  const calls = ctx.flow.origins(name).flatMap((origin) => (origin.kind === 'Call' ? [origin] : []));
  const made = calls
    .map((call) => ctx.types.calleeName(call.func))
    .find((called) => called !== undefined && DATA_CALL.test(called));
  if (made !== undefined) return { type: made };
  if (type !== undefined || calls.length > 0 || !DATA_NAME.test(name.id)) return undefined;
  // Called in the worker it is a factory, and its parts may be all that is meant.
  return name.parent?.kind === 'Call' && name.parent.func === name ? undefined : { type: undefined };
}

/** The object that goes along, when it keeps data. */
function reportObject(fn: Closure, by: Node, owner: ClassDef | undefined, ctx: SourceContext): void {
  if (owner === undefined) return;
  const [kept] = [...ctx.state.ofClass(owner).values()].flatMap((life) => {
    const type = dataKept(life, ctx);
    return type === undefined ? [] : [{ life, type }];
  });
  if (kept === undefined) return;
  ctx.report({
    at: by.kind === 'Call' ? by : fn,
    message: `${nameOf(fn)} takes the whole \`${owner.name}\` with its \`${kept.life.name}\` (\`${kept.type}\`) to every worker`,
    related: kept.life
      .of('create')
      .slice(0, 1)
      .map(({ node }) => ({ at: node, message: 'the data is kept here' })),
  });
}

function dataKept(life: StateLife, ctx: SourceContext): string | undefined {
  if (life.type !== undefined && DATA_CLASS.test(life.type)) return life.type;
  const [made] = life
    .of('create')
    .flatMap(({ value }) => (value?.kind === 'Call' ? (ctx.types.calleeName(value.func) ?? []) : []));
  return made !== undefined && DATA_CALL.test(made) ? made : undefined;
}

function nameOf(fn: Closure): string {
  return fn.kind === 'Lambda' ? 'the lambda' : `\`${fn.name}\``;
}
