/** Additions to a list that lives on, and whether they grow with the work. */
import { ancestors, type Def, type Expression, lastName, type Node } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import type { Grade, Question } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import {
  type Addition,
  type GrowingState,
  whenOutlivingRequests,
  whetherRequestsAddTo,
} from '../_shared/growing-state.ts';
import { opennessOf } from '../_shared/key-openness.ts';

/** Ways of adding one element after another; storing under an index adds nothing. */
export const ADDING: ReadonlySet<string> = new Set(['append', 'appendleft', 'extend', 'insert', '+=']);
/** The same of the lists that a table keeps under its keys. */
const ADDING_BELOW: ReadonlySet<string> = new Set(['[].append', '[].extend', '[].insert', '[]+=']);
/** Owners that are there to gather and are gone when they have been read. */
const GATHERING_CLASS =
  /(Builder|Parser|Collector|Visitor|Writer|Formatter|Reader|Transformer|Node|Tree|Lexer|Tokenizer|Compiler|Generator|Result|Results|Report|Context|Config|Options|Error|Spec|Schema|Document|Query|Command|Job|Run|Suite|Loader|Request|Response|State|Plan|Graph|Pipeline|Group|Set|List|Layout|Form|Table|Page|Args|Settings|Model|Definition|Dataset|Frame|Record|View)$/;
/** As many as the program has parts. */
const WIRING_NAME =
  /(^|_)(handlers|plugins|callbacks|hooks|collectors|listeners|observers|middlewares?|routes|loggers|providers|commands|extensions|tools|modules)$/i;
/** Left to `audit-log-in-memory`, which says more of them. */
export const AUDIT_NAME = /(^|_)(audit|ledger|journal)(_|$)/i;
/** Owners that are made once, as far as a name tells. */
const LASTING_CLASS =
  /(Server|Engine|Manager|Monitor|Bus|Store|Service|Scheduler|Worker|Registry|Broker|Pool|Gateway|Router|Supervisor|Dispatcher|Hub|Cluster|Log|Logger|Ledger)$/;
/** Names of lists that get longer with use. */
const LOG_NAME =
  /(^|_)(history|log|logs|events?|records?|metrics|samples|messages|latencies|durations|timings|times|requests|responses|alerts|snapshots)$/i;

/** What makes the lists longer that a table keeps; a table with a key for everybody is left to `unbounded-cache`. */
export function additionsBelow({ life, additions }: GrowingState, ctx: SourceContext): readonly Addition[] {
  const kept = life.uses.flatMap(({ kind, operation, node, value }) =>
    kind === 'create' ? (value === undefined ? [] : valuesOf(value, ctx)) : (storedBy(operation, node) ?? []),
  );
  const isOpen = additions.some(({ use: { key } }) => key !== undefined && opennessOf(key, ctx) === 'open');
  const isTrimmed = life.of('shrink').some(({ isOfElement }) => isOfElement === true);
  if (isOpen || isTrimmed || kept.length === 0 || !kept.every(isPlainList)) return [];
  return additions.filter(({ use }) => ADDING_BELOW.has(use.operation));
}

/** `{"get": []}`, `defaultdict(list)`: what stands under its keys from the beginning, or is made for a missing one. */
function valuesOf(made: Expression, { names }: SourceContext): readonly Expression[] {
  if (made.kind === 'Dict') return made.values;
  if (made.kind === 'DictComp') return [made.value];
  if (made.kind !== 'Call' || names.qualifiedName(made.func) !== 'collections.defaultdict') return [];
  return made.args.slice(0, 1);
}

/** `tables[name] = []`, `tables.setdefault(name, [])`. */
function storedBy(operation: string, node: Node): Expression | undefined {
  if (operation === '[]=') return node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  return operation === 'setdefault' && node.kind === 'Call' ? node.args[1] : undefined;
}

const isPlainList = (value: Expression): boolean =>
  value.kind === 'List' || value.kind === 'ListComp' || lastName(value.kind === 'Call' ? value.func : value) === 'list';

export function doubtAbout(
  list: string,
  owner: string,
  additions: readonly Addition[],
  ctx: SourceContext,
): DoubtId | undefined {
  if (WIRING_NAME.test(list)) return 'bounded-key-space';
  const mayEnd = GATHERING_CLASS.test(owner) || additions.every(({ use, fn }) => isOfRounds(use.node, fn, ctx));
  return mayEnd ? 'unknown-lifetime' : undefined;
}

/** `for generation in range(…): self.scores.append(…)`, or a call there of what appends. */
function isOfRounds(at: Node, fn: Def, ctx: SourceContext): boolean {
  if (isInRange(at, fn, ctx)) return true;
  const calls = callsOfFunction(ctx, fn);
  return calls.length > 0 && calls.every((call) => isInRange(call, ctx.context.defAround(call), ctx));
}

function isInRange(at: Node, fn: Def | undefined, { names }: SourceContext): boolean {
  for (const each of ancestors(at)) {
    if (each === fn) return false;
    if (each.kind === 'For' && each.iter.kind === 'Call' && names.qualifiedName(each.iter.func) === 'builtins.range')
      return true;
  }
  return false;
}

export const UNSEEN: Grade = { doubt: 'unknown-lifetime' };

/** What is no server or manager by its name may live long and see little: then requests must be seen to add to the list. */
export function whetherItGrowsWithWork(state: GrowingState, ctx: SourceContext): Question {
  return { kind: 'all', of: [whenOutlivingRequests(state, ctx, 'drop').question, whetherRequestsAddTo(state, ctx)] };
}

/** Without the project's word only lists that are named for what happens again and again are. */
export function isWorthALook(state: GrowingState): boolean {
  return LOG_NAME.test(state.life.name) && isMadeToLast(state);
}

export function isMadeToLast({ life: { owner } }: GrowingState): boolean {
  return owner === undefined || LASTING_CLASS.test(owner.name);
}
