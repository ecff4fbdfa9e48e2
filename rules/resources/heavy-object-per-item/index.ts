import {
  argumentValues,
  type Call,
  type Def,
  defsOf,
  type Expression,
  isNone,
  itemLoopOf,
  nameOfPlace,
  nodesOf,
} from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  functionKey,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { engineMadeBy, heavyCostOf, heavyMadeBy } from '#kit/state';
import { isOfFileDriver } from '#knowledge/database-drivers';
import type { HeavyCost } from '#knowledge/heavy-objects';
import type { LoopNode } from '#semantics';
import { positionalNames } from '#semantics/effects/handed-on';
import { changesIn, goesThroughAll, isEachTurn } from './each-turn.ts';
import { HEAVY_CLASS, isDear, type Makes, madeAgain, PRICES, SETTING, SHARED_POOL, whyRun } from './prices.ts';
import { functionsRunAgain, type OnceFact, type RunAgainFact, runAgainFactsIn } from './run-again.ts';

interface Construction {
  readonly kind: 'construction';
  readonly place: PackedPlace;
  readonly within: string;
  readonly message: string;
  /** Part of the fingerprint, so it is not reworded with the message. */
  readonly identity: string;
  readonly remedy?: string;
  readonly related: readonly (readonly [PackedPlace, string])[];
}

type Fact = Construction | Makes | RunAgainFact | OnceFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'expensive object created per item instead of shared',
    why: 'Each iteration opens connections, starts threads or loads a model that all items could share. That costs time and memory for every item.',
    remedy: 'Create it once before the loop and pass it to each item',
    harm: 'leaks',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'langflow; in the strict profile 4 of 6' },
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-4' }],
    bad: 'import httpx\n\ndef fetch_all(urls):\n    for url in urls:\n        with httpx.Client() as client:\n            yield client.get(url)\n',
    good: 'import httpx\n\ndef fetch_all(urls):\n    with httpx.Client() as client:\n        for url in urls:\n            yield client.get(url)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => {
    const making = defsOf(file.module).flatMap((fn) => makingOf(fn, file));
    return [...madeInLoops(file), ...making, ...runAgainFactsIn(file)];
  },
  check(project, ctx) {
    const again: { path: string; fact: RunAgainFact | OnceFact }[] = [];
    for (const { path, fact } of ctx.facts) {
      if (fact.kind === 'run-again' || fact.kind === 'once') again.push({ path, fact });
      if (fact.kind !== 'construction') continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: fact.message,
        ...(fact.remedy !== undefined && { remedy: fact.remedy }),
        key: `${fact.within} ${fact.identity}`,
        related: fact.related.map(([place, message]) => ({ path, ...unpackPlace(place), message })),
      });
    }
    // One object, made where the program starts, mends all that make one of the kind.
    const makers = ctx.facts.flatMap(({ path, fact }) => (fact.kind === 'makes' ? [{ path, fact }] : []));
    const isOfItem = ({ fact }: (typeof again)[number]): boolean => fact.kind === 'run-again' && fact.by === 'item';
    const forItems = functionsRunAgain(
      again.filter((each) => each.fact.kind === 'once' || isOfItem(each)),
      project,
    );
    const run = functionsRunAgain(
      again.filter((each) => !isOfItem(each)),
      project,
    );
    for (const { path, fact } of makers) {
      const key = functionKey(path, fact.fn);
      const why = whyRun(fact, forItems.get(key)) ?? whyRun(fact, run.get(key));
      if (why === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: madeAgain(fact.callee, why.says, fact.cost),
        remedy: 'Create it once, at startup or on first use, and reuse it',
        // The ways that keep what they are given were left out on the way here; few others are asked so often that each is dear.
        doubt: isDear(fact) && (why.by === 'request' || why.by === 'message') ? undefined : 'unknown-lifetime',
        cause: fact.callee,
        key: `${fact.fn} ${fact.callee}`,
        related: why.related,
      });
    }
  },
});

function makingOf(fn: Def, file: FactsContext): (Makes | Construction)[] {
  const made = heavyMadeBy(fn, file);
  if (made === undefined || isOfFileDriver(`${file.names.qualifiedName(made.call.func)}`)) return [];
  const isOwn = made.cost === 'connection' || (made.cost === 'threads' && fn.kind === 'FunctionDef');
  const callee = file.text.slice(made.call.func);
  const place = packPlace(file, made.call);
  const isProperty = file.names.decoratorNames(fn).includes('builtins.property');
  const { cost, isOfCaller, isLeft } = made;
  if (!isProperty)
    return [{ kind: 'makes', fn: file.names.fullNameOf(fn), callee, cost, place, isOfCaller, isOwn, isLeft }];
  if (isOwn) return [];
  return [
    {
      kind: 'construction',
      place,
      within: file.names.qualnameOf(made.call),
      identity: `\`${callee}\` is made anew whenever \`${fn.name}\` is read, and each one brings ${PRICES[cost]}`,
      message: madeAgain(callee, `on every read of the property \`${fn.name}\``, cost),
      remedy: 'Make it a `cached_property`, or create it in `__init__`',
      related: [],
    },
  ];
}

function madeInLoops(file: FactsContext): Construction[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const name = nameOfPlace(call.func);
    const cost = name === undefined ? undefined : heavyCostOf(call, file);
    if (name === undefined || (cost === undefined && !HEAVY_CLASS.test(name))) return [];
    const loop = file.context.loopAround(call);
    if (loop === undefined || !goesThroughAll(loop, file) || !isEachTurn(call, loop, file)) return [];
    const made = cost === undefined ? wrapperConstruction(call, loop, file) : knownConstruction(call, loop, cost, file);
    return made === undefined
      ? []
      : [{ kind: 'construction', place: packPlace(file, call), within: file.names.qualnameOf(call), ...made }];
  });
}

type Said = Pick<Construction, 'message' | 'identity' | 'remedy' | 'related'>;

function knownConstruction(call: Call, loop: LoopNode, cost: HeavyCost, ctx: FactsContext): Said | undefined {
  if ([...call.args, ...call.keywords].some((argument) => changesIn(argument, loop, ctx))) return undefined;
  // With a pool of connections from outside the client costs little.
  if (call.keywords.some(({ arg, value }) => arg !== undefined && SHARED_POOL.test(arg) && !isNone(value)))
    return undefined;
  return {
    identity: `every turn of the loop makes \`${ctx.text.slice(call.func)}\` with the same arguments, and each one brings ${PRICES[cost]}`,
    message: madeAgain(ctx.text.slice(call.func), 'on every loop iteration with the same arguments', cost),
    related: [[packPlace(ctx, itemLoopOf(loop)?.iter ?? loop), 'once per item of this']],
  };
}

/** An object of this file for each item, which makes the same engine for itself. */
function wrapperConstruction(call: Call, loop: LoopNode, ctx: FactsContext): Said | undefined {
  const owner = ctx.names.definitionOf(call.func);
  const init = owner?.kind === 'ClassDef' ? ctx.state.methodsOf(owner).get('__init__') : undefined;
  if (owner === undefined || init === undefined) return undefined;
  if (argumentValues(call).every((argument) => changesIn(argument, loop, ctx))) return undefined;
  const parameters = positionalNames(init, ctx);
  const isShared = (argument: Expression): boolean => {
    if (argument.kind === 'Attribute' && SETTING.test(argument.attr)) return true;
    if (argument.kind !== 'Name' || ctx.names.parameterOf(argument) === undefined)
      return ctx.values.fold(argument) !== undefined;
    const passed = ctx.values.givenArgument(call, argument.id, parameters.indexOf(argument.id));
    return passed === undefined || !changesIn(passed, loop, ctx);
  };
  const own = engineMadeBy(init, isShared, ctx);
  if (own === undefined) return undefined;
  return {
    identity: `every turn of the loop makes a \`${owner.name}\`, and each makes \`${own.name}\` for itself with the same settings`,
    message: `every loop iteration creates a \`${owner.name}\`, and each creates its own \`${own.name}\` with the same settings`,
    remedy: `Create \`${own.name}\` once before the loop and pass it to \`${owner.name}\``,
    related: [[packPlace(ctx, own.made), `created here for each \`${owner.name}\``]],
  };
}
