import { type Call, callKeyword, type Expression, lastName, nodesOf, stringConstant } from '../../ast/index.ts';
import { TASK_CALLS } from '../../knowledge/message-queues.ts';
import { firstPartyOf } from '../effects/first-party.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary, SummaryArgumentFlow } from '../summary.ts';
import {
  flowsAmong,
  flowsInto,
  flowsUnchecked,
  isSure,
  type TaintFlow,
  type TaintKind,
  UNTRUSTED,
} from '../taint/flows.ts';
import { hasSchemaBefore } from '../taint/keys.ts';
import { ANY_SINK, KEYS_SINK, PATH_SINK } from '../taint/sinks.ts';
import { hasSource } from '../taint/sources.ts';
import type { TracedFlow } from '../taint/tracer.ts';
import { placeOf } from './place.ts';

/** Untrusted input that the file passes to functions of other modules, and parameters that its functions pass on. */
export function summarizeArgumentFlows(model: SemanticModel): Pick<ModuleSummary, 'argumentFlows'> {
  const flows = nodesOf(model.source.module, 'Call').flatMap((call) => flowsOf(call, model));
  return flows.length === 0 ? {} : { argumentFlows: flows };
}

function flowsOf(call: Call, model: SemanticModel): readonly SummaryArgumentFlow[] {
  if (call.args.length + call.keywords.length === 0 || model.names.definitionOf(call.func) !== undefined) return [];
  const started = [...passedToThread(call, model), ...passedToTask(call, model)];
  const path = model.effects.projectPath(call);
  if (path !== undefined)
    return [...started, ...passed(call.args, call.keywords, path, model, isOfLibrary(call, model))];
  if (started.length > 0) return started;
  // `to_thread(run, command)`, `add_task(run, command)`: the function first, then what it is given.
  const at = call.args.findIndex(({ kind }) => kind === 'Name' || kind === 'Attribute');
  const fn = call.args[at];
  if (fn === undefined || at > 1 || !RUNNERS.has(lastName(call.func) ?? '')) return [];
  const passedTo = model.effects.projectPath({ func: fn });
  return passedTo === undefined ? [] : passed(call.args.slice(at + 1), call.keywords, passedTo, model);
}

/** `logger.info(url)` of a logger that the module holds: no function of the project is given it. */
function isOfLibrary({ func }: Call, { names, types }: SemanticModel): boolean {
  const held = func.kind === 'Attribute' ? types.classOf(func.value) : undefined;
  return held !== undefined && firstPartyOf(names).isForeign(held);
}

/** `Thread(target=run, args=(command,), kwargs={"shell": shell})`. */
function passedToThread(call: Call, model: SemanticModel): readonly SummaryArgumentFlow[] {
  const target = callKeyword(call, 'target')?.value;
  const path = target === undefined ? undefined : model.effects.projectPath({ func: target });
  return path === undefined ? [] : passedPacked(call, path, model);
}

/** `run.delay(command)`, `run.apply_async(args=[command])` of a task that another module defines. */
function passedToTask(call: Call, model: SemanticModel): readonly SummaryArgumentFlow[] {
  if (call.func.kind !== 'Attribute' || !TASK_CALLS.has(call.func.attr)) return [];
  const path = model.effects.projectPath({ func: call.func.value });
  if (path === undefined) return [];
  return call.func.attr === 'apply_async'
    ? passedPacked(call, path, model)
    : passed(call.args, call.keywords, path, model);
}

/** Arguments in a sequence and a mapping of their own: by `args` (`apply_async` takes it first) and `kwargs`. */
function passedPacked(call: Call, path: string, model: SemanticModel): readonly SummaryArgumentFlow[] {
  const isTask = call.func.kind === 'Attribute' && call.func.attr === 'apply_async';
  const args = callKeyword(call, 'args')?.value ?? (isTask ? call.args[0] : undefined);
  const named = callKeyword(call, 'kwargs')?.value ?? (isTask ? call.args[1] : undefined);
  const given: [string | number, Expression][] =
    args?.kind === 'Tuple' || args?.kind === 'List' ? args.elts.map((value, index) => [index, value]) : [];
  if (named?.kind === 'Dict')
    for (const [index, key] of named.keys.entries()) {
      const [name, value] = [stringConstant(key), named.values[index]];
      if (name !== undefined && value !== undefined) given.push([name, value]);
    }
  return flowsOfArguments(given, path, model);
}

/** Functions and methods that run what they are given, by name: whose they are is often not known. */
const RUNNERS: ReadonlySet<string> = new Set([
  'to_thread',
  'run_in_executor',
  'run_in_threadpool',
  'submit',
  'add_task',
  'partial',
  'delay',
  'apply_async',
  'enqueue',
  'run_sync',
]);

function passed(
  args: readonly Expression[],
  keywords: Call['keywords'],
  path: string,
  model: SemanticModel,
  isLast = false,
): readonly SummaryArgumentFlow[] {
  const given: (readonly [string | number, Expression])[] = args.map((value, index) => [index, value]);
  for (const { arg, value } of keywords) if (arg !== undefined) given.push([arg, value]);
  return flowsOfArguments(given, path, model, isLast);
}

function flowsOfArguments(
  given: readonly (readonly [string | number, Expression])[],
  path: string,
  model: SemanticModel,
  isLast = false,
): readonly SummaryArgumentFlow[] {
  const mayBeUntrusted = hasSource(model);
  return given.flatMap(([parameter, value]) => {
    if (value.kind === 'Constant' || value.kind === 'Lambda' || (isLast && !mayBeUntrusted)) return [];
    const traced = flowsUnchecked(value, model, ANY_SINK);
    const flows = mayBeUntrusted ? flowsAmong(traced, UNTRUSTED, model, ANY_SINK) : [];
    if (flows.length === 0) return isLast ? [] : passedOn(value, traced, path, parameter, model);
    // What a model is led to write is a guess, and who opens a page.
    const sure = flows.filter(({ doubt, kind }) => doubt === undefined && kind !== 'model' && kind !== 'form');
    const field = sure.length === 0 ? fieldOf(flows) : recordOf(value, model);
    const through =
      sure.length === 0 ? flows.find((flow) => flow.through !== undefined && isOnlyThrough(flow))?.through : undefined;
    const asPath = worthAsPath(value, model, UNTRUSTED);
    const [isSegment, isBehind] = [flows.every((flow) => flow.isSegment), flows.every((flow) => flow.isBehind)];
    const isPastHost = isBehind && flowsInto(value, model, HOST_ONLY, UNTRUSTED).length === 0;
    return [
      {
        path,
        parameter,
        ...(sure.length === 0 && { isDoubtful: true as const }),
        ...(field !== undefined && { field }),
        ...(through !== undefined && { through }),
        ...(sure.length > 0 && sure.every((flow) => flow.isOfHandler === true) && { isOfHandler: true as const }),
        ...(isSegment && { isSegment }),
        ...(isBehind && { isBehind }),
        ...keysOf(traced, model),
        ...(isPastHost && { isPastHost }),
        ...(asPath !== undefined && { asPath }),
        place: placeOf(value, model),
      },
    ];
  });
}

/** Who chooses the keys of what is handed over. */
function keysOf(
  traced: readonly TracedFlow[],
  model: SemanticModel,
): Pick<SummaryArgumentFlow, 'hasOwnKeys' | 'isKeyChecked'> {
  const untrusted = flowsAmong(traced, UNTRUSTED, model, KEYS_SINK);
  if (untrusted.length === 0) return { hasOwnKeys: true };
  return untrusted.every(({ leaf }) => hasSchemaBefore(leaf, model)) ? { isKeyChecked: true } : {};
}

/** `fetch(url)` of `def show(url)`, `fetch(url)` of each of its `urls`, `find(body.sort)`, `save(f"{folder}/{name}")`. */
function passedOn(
  value: Expression,
  traced: readonly TracedFlow[],
  path: string,
  parameter: string | number,
  model: SemanticModel,
): readonly SummaryArgumentFlow[] {
  // A guess that the trace made stays, whatever is asked on the way.
  if (!traced.some((flow) => isSure(flow) && PARAMETERS.has(flow.kind))) return [];
  const sure = flowsAmong(traced, PARAMETERS, model, ANY_SINK).filter(isSure);
  if (sure.length === 0) return [];
  const asPath = worthAsPath(value, model, PARAMETERS);
  const hasOwnKeys = value.kind !== 'Name' && flowsAmong(traced, PARAMETERS, model, KEYS_SINK).length === 0;
  return sure.flatMap((flow) =>
    flow.parameter === undefined
      ? []
      : {
          path,
          parameter,
          of: flow.parameter,
          ...(flow.part !== undefined && { part: flow.part }),
          ...(flow.isBehind === true && { isBehind: true as const }),
          ...(hasOwnKeys && { hasOwnKeys }),
          ...(asPath !== undefined && { asPath }),
          place: placeOf(value, model),
        },
  );
}

const PARAMETERS: ReadonlySet<TaintKind> = new Set<TaintKind>(['parameter']);

function worthAsPath(
  value: Expression,
  model: SemanticModel,
  kinds: ReadonlySet<TaintKind>,
): SummaryArgumentFlow['asPath'] {
  const flows = flowsInto(value, model, PATH_SINK, kinds);
  if (flows.length === 0) return 'harmless';
  const isSure = (flow: TaintFlow): boolean =>
    flow.doubt === undefined || flow.body !== undefined || isOnlyThrough(flow);
  return flows.some(isSure) ? undefined : 'doubtful';
}

/** What a function of another module makes of it is all that is not known. */
const isOnlyThrough = ({ through, otherDoubt, kind }: TaintFlow): boolean =>
  through !== undefined && otherDoubt === undefined && kind !== 'model' && kind !== 'form';

/** The field of a body whose class is in another module, or all of the body, where nothing but that makes it doubtful. */
function fieldOf(flows: readonly TaintFlow[]): SummaryArgumentFlow['field'] {
  const [flow] = flows.filter(({ body }) => body !== undefined);
  const part = flow?.leaf.parent;
  if (flow?.body === undefined) return undefined;
  return part?.kind === 'Attribute' ? { class: flow.body, name: part.attr } : { class: flow.body };
}

/** A body that is handed over as a whole: which fields may hold a text its class says. */
function recordOf(value: Expression, { names, types }: SemanticModel): SummaryArgumentFlow['field'] {
  const owner = value.kind === 'Name' ? types.classDefOf(value) : undefined;
  return owner === undefined ? undefined : { class: names.fullNameOf(owner) };
}

const HOST_ONLY = { ...ANY_SINK, isHostOnly: true as const };
