import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { positionalNames } from '#kit/calls';
import {
  ancestors,
  argumentValues,
  blockAround,
  type Call,
  type Def,
  type Expression,
  holds,
  holdsInOwnCode,
  isNone,
  isWithin,
  itemLoopOf,
  type LoopNode,
  lastName,
  type Node,
  nameOfPlace,
  presenceTested,
} from '#kit/code';
import { HEAVY_OBJECTS, type HeavyCost } from '#kit/state';

const SHARED_POOL = /^(connector|transport|http_client|connection_pool|pool)$/;
/** What each turn pays. */
const PRICES: Readonly<Record<HeavyCost, string>> = {
  'connection pool': 'a pool of connections of its own',
  connection: 'a connection of its own',
  threads: 'threads or processes of its own',
  model: 'a model read from disk',
};
const HEAVY_NAMES: ReadonlySet<string> = new Set(lastNames(HEAVY_OBJECTS.keys()));
/** A class of the project whose objects are few, and what makes such things for it. */
const HEAVY_CLASS = /(Engine|Backend|Executor|Model|Client|Session|Pool|Runtime|Connection)$/;
const FACTORY =
  /^_*(create|build|make|open|load|init|connect|new)_?(backend|engine|model|client|session|pool|connection|runtime|executor|context)?s?$/;
const HEAVY_KEPT = /(engine|backend|executor|model|client|session|pool|runtime|connection)$/i;
const SETTING = /(params|parameters|config|settings|options|profile|spec|url|dsn)$/i;

export default defineSourceRule({
  docs: {
    summary: 'engine, client or model made again for every item',
    why: 'Each turn of the loop sets up connections, threads or a model that all items could share, which costs time and memory for every item.',
    remedy: 'Make it once before the loop and hand it to each item.',
    harm: 'leaks',
    ceiling: 'P3',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'langflow; in the strict profile 4 of 6' },
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-4' }],
    bad: 'import httpx\n\ndef fetch_all(urls):\n    for url in urls:\n        with httpx.Client() as client:\n            yield client.get(url)\n',
    good: 'import httpx\n\ndef fetch_all(urls):\n    with httpx.Client() as client:\n        for url in urls:\n            yield client.get(url)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Call(call, ctx) {
      const name = nameOfPlace(call.func);
      if (name === undefined || (!HEAVY_NAMES.has(name) && !HEAVY_CLASS.test(name))) return;
      const loop = ctx.context.loopAround(call);
      if (loop === undefined || !isOverItems(loop, ctx) || triesCandidates(loop) || !isEachTurn(call, loop, ctx))
        return;
      const cost = HEAVY_OBJECTS.get(ctx.names.qualifiedName(call.func) ?? '');
      if (cost !== undefined) reportKnown(call, loop, cost, ctx);
      else reportWrapper(call, loop, ctx);
    },
  },
});

function reportKnown(call: Call, loop: LoopNode, cost: HeavyCost, ctx: SourceContext): void {
  if ([...call.args, ...call.keywords].some((argument) => changesIn(argument, loop, ctx))) return;
  // With a pool of connections from outside the client costs little.
  if (call.keywords.some(({ arg, value }) => arg !== undefined && SHARED_POOL.test(arg) && !isNone(value))) return;
  ctx.report({
    at: call,
    message: `every turn of the loop makes \`${ctx.text.slice(call.func)}\` with the same arguments, and each one brings ${PRICES[cost]}`,
    related: [{ at: itemLoopOf(loop)?.iter ?? loop, message: 'once for each of these' }],
    // Starting a few threads is lost beside the work that they are started for.
    ...(cost === 'threads' && { heldBack: 'a few threads may cost little beside their work' }),
  });
}

/** An object of this file for each item, which makes the same engine for itself. */
function reportWrapper(call: Call, loop: LoopNode, ctx: SourceContext): void {
  const owner = ctx.names.definitionOf(call.func);
  const init = owner?.kind === 'ClassDef' ? ctx.state.methodsOf(owner).get('__init__') : undefined;
  if (owner === undefined || init === undefined) return;
  if (argumentValues(call).every((argument) => changesIn(argument, loop, ctx))) return;
  const parameters = positionalNames(init, ctx);
  const isShared = (argument: Expression): boolean => {
    if (argument.kind === 'Attribute' && SETTING.test(argument.attr)) return true;
    if (argument.kind !== 'Name' || ctx.names.parameterOf(argument) === undefined)
      return ctx.values.fold(argument) !== undefined;
    const passed = ctx.values.givenArgument(call, argument.id, parameters.indexOf(argument.id));
    return passed === undefined || !changesIn(passed, loop, ctx);
  };
  const own = engineMadeBy(init, isShared, ctx);
  if (own === undefined) return;
  ctx.report({
    at: call,
    message: `every turn of the loop makes a \`${owner.name}\`, and each makes \`${own.name}\` for itself with the same settings`,
    remedy: `Make \`${own.name}\` once before the loop and pass it to \`${owner.name}\``,
    related: [{ at: own.made, message: `made here for each \`${owner.name}\`` }],
    heldBack: 'the objects may be meant to have an engine each',
  });
}

interface Engine {
  readonly made: Call;
  readonly name: string;
}

/** What a constructor makes of such arguments that is worth sharing. */
function engineMadeBy(init: Def, isShared: (argument: Expression) => boolean, ctx: SourceContext): Engine | undefined {
  for (const statement of init.body) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'Call') continue;
    const { value: made, targets } = statement;
    const given = argumentValues(made);
    const kept = targets[0] && nameOfPlace(targets[0]);
    const maker = lastName(made.func) ?? '';
    const isHeavy =
      HEAVY_OBJECTS.has(ctx.names.qualifiedName(made.func) ?? '') ||
      (FACTORY.test(maker) && HEAVY_KEPT.test(kept ?? ''));
    if (isHeavy && given.length > 0 && given.every(isShared)) return { made, name: kept ?? maker };
  }
  return undefined;
}

/** Over things that there are, not over numbers: `range` starts workers or tries again. */
function isOverItems(loop: LoopNode, ctx: SourceContext): boolean {
  const items = itemLoopOf(loop)?.iter;
  if (items === undefined || items.kind === 'Tuple' || items.kind === 'List') return false;
  const isNumbers = items.kind === 'Call' && /^(range|count|repeat|cycle)$/.test(lastName(items.func) ?? '');
  return !isNumbers && ctx.values.fold(items) === undefined;
}

/** Candidates, of which one is enough: the loop ends somewhere in its midst. */
function triesCandidates(loop: LoopNode): boolean {
  const isFor = loop.kind === 'For' || loop.kind === 'AsyncFor';
  return isFor && holdsInOwnCode(loop.body, ({ kind }) => kind === 'Break' || kind === 'Return');
}

/** Not behind a test for one that is there, and not where the loop ends with it. */
function isEachTurn(call: Call, loop: LoopNode, ctx: SourceContext): boolean {
  let child: Node = call;
  for (const node of ancestors(call)) {
    if (node === loop) return !endsLoop(child);
    if (node.kind === 'ExceptHandler') return false;
    if ((node.kind === 'If' || node.kind === 'IfExp') && (endsLoop(child) || testsPresence(node.test))) return false;
    if (node.kind === 'BoolOp' && node.op === 'Or' && node.values[0] !== child) return false;
    if (node.kind === 'Return' || node.kind === 'Raise') return false;
    child = node;
  }
  return ctx.context.loopAround(call) === loop;
}

function testsPresence(test: Expression): boolean {
  return (
    presenceTested(test) !== undefined ||
    (test.kind === 'Compare' && test.ops.some((op) => op === 'NotIn' || op === 'In'))
  );
}

/** The block that the statement stands in leaves the loop. */
function endsLoop(statement: Node): boolean {
  return blockAround(statement).some(({ kind }) => kind === 'Break' || kind === 'Return' || kind === 'Raise');
}

/** A name in it is bound by the loop, or in its body. */
function changesIn(argument: Node, loop: LoopNode, { names, values }: SourceContext): boolean {
  return holds(
    argument,
    (node) =>
      node.kind === 'Name' &&
      values.fold(node) === undefined &&
      names.resolve(node)?.definitions.some((each) => isWithin(each.node, loop)) === true,
  );
}
