import { type Call, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { isContent } from '../strangers/contents.ts';
import { hasDoor } from '../strangers/doors.ts';
import { STRANGE, waysInto } from '../strangers/ways.ts';
import type { ModuleSummary, SummaryStrangerHand } from '../summary.ts';
import { placeOf } from './place.ts';

/** What strangers send and the file hands to functions of other modules; only files that something comes into are looked at. */
export function summarizeStrangerHands(model: SemanticModel): Pick<ModuleSummary, 'strangerHands'> {
  if (!hasDoor(model)) return {};
  const hands = nodesOf(model.source.module, 'Call').flatMap((call) => handsOf(call, model));
  return hands.length === 0 ? {} : { strangerHands: hands };
}

function handsOf(call: Call, model: SemanticModel): readonly SummaryStrangerHand[] {
  if (call.args.length + call.keywords.length === 0 || model.names.definitionOf(call.func) !== undefined) return [];
  const path = model.effects.projectPath(call);
  if (path !== undefined) return handed(call.args, call.keywords, path, model);
  // `to_thread(run, command)`, `add_task(run, command)`: the function first, then what it is given.
  const at = call.args.findIndex(({ kind }) => kind === 'Name' || kind === 'Attribute');
  const fn = call.args[at];
  if (fn === undefined || at > 1 || !RUNNERS.has(lastName(call.func) ?? '')) return [];
  const handedOver = model.effects.projectPath({ func: fn });
  return handedOver === undefined ? [] : handed(call.args.slice(at + 1), call.keywords, handedOver, model);
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

function handed(
  args: readonly Expression[],
  keywords: Call['keywords'],
  path: string,
  model: SemanticModel,
): readonly SummaryStrangerHand[] {
  const given: (readonly [string | number, Expression])[] = args.map((value, index) => [index, value]);
  for (const { arg, value } of keywords) if (arg !== undefined) given.push([arg, value]);
  return given.flatMap(([parameter, value]) => {
    if (value.kind === 'Constant' || value.kind === 'Lambda') return [];
    const ways = waysInto(value, model, NOTHING_CLEANS, STRANGE);
    if (ways.length === 0) return [];
    const sure = ways.filter(({ doubt }) => doubt === undefined);
    const isContentOnly = waysInto(value, model, NO_CONTENT, STRANGE).length === 0;
    const isSegment = ways.every((way) => way.isSegment === true);
    const isBehind = ways.every((way) => way.isBehind === true);
    const isPastHost = isBehind && waysInto(value, model, HOST_ONLY, STRANGE).length === 0;
    return [
      {
        path,
        parameter,
        ...(sure.length === 0 && { isDoubtful: true as const }),
        ...(sure.length > 0 && sure.every((way) => way.isOfHandler === true) && { isOfHandler: true as const }),
        ...(isSegment && { isSegment }),
        ...(isBehind && { isBehind }),
        ...(isPastHost && { isPastHost }),
        ...(isContentOnly && { isContent: true as const }),
        place: placeOf(value, model),
      },
    ];
  });
}

const NOTHING_CLEANS = { functions: new Set<string>() };
const HOST_ONLY = { ...NOTHING_CLEANS, isHostOnly: true as const };
const NO_CONTENT = { ...NOTHING_CLEANS, refuses: isContent };
