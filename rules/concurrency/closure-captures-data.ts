import { type Name, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isDataClass, returnsData } from '#knowledge/data-objects';
import type { Binding, FunctionNode, StateLife } from '#semantics';
import { functionsSentBy, maySendFunctions, type SentFunction } from '#semantics/calls/sent-functions';
import { freeNames } from '#semantics/names/free-names';

/** Names that promise data where nothing else tells. */
const DATA_NAME = /(^|_)(dataset|dataframe|df|corpus|train_data|training_data|embeddings)$/;

export default defineSourceRule({
  docs: {
    summary: 'closure that copies its data to every worker process',
    why: 'Every worker gets its own pickled copy of the data. Start-up time, network traffic and memory grow with the number of workers.',
    remedy:
      'Load the data in the worker (from a path or a factory), or put it where workers share it (`ray.put`, a broadcast)',
    harm: 'leaks',
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
      if (!maySendFunctions(ctx)) return;
      const reported = new Set<FunctionNode>();
      for (const by of [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'Call')]) {
        for (const sent of functionsSentBy(by, ctx)) {
          if (reported.has(sent.fn)) continue;
          reported.add(sent.fn);
          if (sent.isMethod) reportObject(sent, ctx);
          else reportCaptures(sent, ctx);
        }
      }
    },
  },
});

function reportCaptures(sent: SentFunction, ctx: SourceContext): void {
  const { fn, by } = sent;
  const seen = new Set<Binding>();
  for (const name of freeNames(fn, ctx)) {
    const binding = ctx.names.resolve(name);
    if (binding === undefined || seen.has(binding)) continue;
    seen.add(binding);
    const data = name.id === 'self' ? undefined : dataIn(name, ctx);
    if (name.id === 'self') reportObject(sent, ctx);
    if (data === undefined) continue;
    const type = data.type === undefined ? '' : ` (\`${data.type}\`)`;
    ctx.report({
      at: binding.definitions[0]?.node ?? name,
      message: `${nameOf(fn)} closes over \`${name.id}\`${type} and copies it to every worker`,
      ...(data.type === undefined && { doubt: 'role-from-name' }),
      related: [
        { at: name, message: `\`${name.id}\` is used here, in the worker` },
        { at: by.kind === 'Call' ? by.func : name, message: 'the function is sent to the workers here' },
      ],
    });
  }
}

/** What a free name holds, where that is data; handles of data that is stored elsewhere are none. */
function dataIn(name: Name, ctx: SourceContext): { readonly type: string | undefined } | undefined {
  const type = ctx.types.classOf(name);
  if (type !== undefined && isDataClass(type)) return { type };
  const calls = ctx.flow.origins(name).filter((origin) => origin.kind === 'Call');
  const made = calls.map((call) => ctx.types.calleeName(call.func)).find((callee) => callee && returnsData(callee));
  if (made !== undefined) return { type: made };
  if (type !== undefined || calls.length > 0 || !DATA_NAME.test(name.id)) return undefined;
  // Called in the worker it is a factory, and its parts may be all that is meant.
  return name.parent?.kind === 'Call' && name.parent.func === name ? undefined : { type: undefined };
}

/** The object that goes along, when it keeps data. */
function reportObject({ fn, by }: SentFunction, ctx: SourceContext): void {
  const owner = ctx.context.classAround(fn);
  if (owner === undefined) return;
  for (const life of ctx.state.ofClass(owner).values()) {
    const type = dataKept(life, ctx);
    if (type === undefined) continue;
    ctx.report({
      at: by,
      message: `${nameOf(fn)} copies the whole \`${owner.name}\` with its \`${life.name}\` (\`${type}\`) to every worker`,
      related: life
        .of('create')
        .slice(0, 1)
        .map(({ node }) => ({ at: node, message: 'the data is stored here' })),
    });
    return;
  }
}

function dataKept(life: StateLife, ctx: SourceContext): string | undefined {
  if (life.type !== undefined && isDataClass(life.type)) return life.type;
  const [made] = life
    .of('create')
    .flatMap(({ value }) => (value?.kind === 'Call' ? (ctx.types.calleeName(value.func) ?? []) : []));
  return made !== undefined && returnsData(made) ? made : undefined;
}

function nameOf(fn: FunctionNode): string {
  return fn.kind === 'Lambda' ? 'the lambda' : `\`${fn.name}\``;
}
