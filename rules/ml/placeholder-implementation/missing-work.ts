/** Functions that do nothing of what they are for, and the comments that admit it. */
import {
  type Call,
  commentsWithin,
  type Def,
  docstringOf,
  type Expression,
  isCapWords,
  isNone,
  isWithin,
  type Node,
  nameOfPlace,
  nameSpan,
  nodesOf,
  purposeOf,
  type Stmt,
  walk,
} from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { isInCommandLine } from '#kit/commands';
import { answeredValue } from '#kit/web';
import type { Condition, Question } from '#project';
import type { Span } from '#text';
import { isKeyedInput } from '../_shared/keyed-input.ts';
import { isMadeUpValue } from './made-up-value.ts';

/**
 * Words with which authors say that the work is still to be done. Behind a hyphen, a dot or a slash they are part of another
 * word, an option or a path; `in production` has to say what would be done there.
 */
const MARKER =
  /(?<![-./])\b(?:(?:TODO|FIXME)\b|placeholder\b|in (?:a )?(?:real|actual|true) |(?:not (?:yet )?|un)implemented\b|mock(?:ed)?\b|simulat(?:e|ed|es|ing)\b|dummy\b|stub(?:bed)?\b|fake\b)|(?:^|[#.;:(—–-])\s*in production\b|\bin production(?:,| (?:this|these|we|you|it|one|use|would|should|must)\b)/i;
const SIGNS = /^[^A-Za-z]+|[^A-Za-z]+$/g;
/** A task is a placeholder's when it is to do the work; most tasks are to do it better. */
const WORK =
  /\b(?:implement|replace|query|fetch|comput|calculat|verif|validat|call|integrat|connect|load|read|ask|wire|hook|actual|real|finish|complete|look up|get)/i;
/** What an interface demands, and those who need nothing of it answer so. */
const DEMANDED = /\babstract|\binterface|\bbase class|\bcompat|\bno-?op\b|\boverrid/i;
/** Markers that are ordinary words in prose: a docstring must use them of the function itself. */
const DOCSTRING_MARKER =
  /\b(TODO|FIXME)\b|\bplaceholder (?:implementation|until|logic|version)|^\s*\(?placeholder\b|\bin a real |\b(?:not yet|un)implemented\b|\((?:mock|stub|simulated|dummy|fake)\)|^\s*(?:mock|stub|simulated?|dummy|fake)\b/i;
/** A line of code that is commented out. */
const COMMENTED_CALL = /^#+\s*(?:[\w.[\]'",][\w.[\]'", ]* = )?(?:await |return )?[A-Za-z_][\w.]*\(.*\)?[,)]?$/;
/** Calls that make up a result, or only give it a form. */
const INVENTING =
  /^(random|numpy\.random|secrets|uuid|time|datetime|math|torch\.(rand\w*|zeros|ones|full|tensor|empty)|numpy\.(zeros|ones|full|array|empty|eye))\b/;
const FORMING =
  /^(builtins\.(len|min|max|round|str|int|float|bool|list|dict|tuple|set|range|sum|abs|isinstance|zip|enumerate|sorted)|asyncio\.sleep|copy\.(deep)?copy|(flask|quart)\.jsonify|aiohttp\.web\.json_response)$/;

export const WHOLE = { kind: 'whole work of a route, worker or command' } as const;

export const wholeWorkWhere = (question: Question): Condition => ({
  question,
  yes: WHOLE,
  no: 'keep',
  unknown: 'keep',
});

export type Lacking =
  | 'only returns a constant'
  | 'only returns what it is given'
  | 'returns made-up values'
  | 'only logs';

/** What a function does instead of its work; undefined for one that works. */
export function findLacking(
  fn: Def,
  body: readonly Stmt[],
  ctx: SourceContext,
): Lacking | 'not implemented' | undefined {
  const [first] = body;
  if (first === undefined) return undefined;
  if (raisesNotImplemented(body, ctx)) {
    // A decorator may send the call elsewhere.
    const isPlain =
      fn.decorator_list.length === 0 || ctx.context.routeOf(fn) !== undefined || isInCommandLine(first, ctx);
    return isPlain && ctx.context.classOfMethod(fn) === undefined ? 'not implemented' : undefined;
  }
  if (!isIdle(body, ctx)) return undefined;
  const values = ctx.flow.returnValues(fn);
  if (values.every((value) => value === undefined || isNone(value)))
    return ctx.effects.within(body).has('log') ? 'only logs' : undefined;
  const given = values.flatMap((value) => (value === undefined || isNone(value) ? [] : answeredValue(value, ctx)));
  if (given.length < values.length || given.length > 2) return undefined;
  const folded = given.map((value) => ctx.values.fold(value));
  // A long text (a query, a page) is work that was done.
  if (folded.every((value) => value !== undefined)) return 'only returns a constant';
  // A test of what is given is the work of a validator.
  const isStraight = body.every(({ kind }) => kind !== 'If' && kind !== 'Assert' && kind !== 'Match');
  if (given.every((value) => isParameter(value, ctx))) return isStraight ? 'only returns what it is given' : undefined;
  return given.some((value) => isMadeUpValue(value, ctx)) ? 'returns made-up values' : undefined;
}

function raisesNotImplemented(body: readonly Stmt[], ctx: SourceContext): boolean {
  const only = body.at(-1);
  if (only?.kind !== 'Raise' || only.exc === undefined) return false;
  // What it is given is taken out of the request, and no more.
  if (!body.slice(0, -1).every((each) => each.kind === 'Assign' && isKeyedInput(each, ctx))) return false;
  const raised = only.exc.kind === 'Call' ? only.exc.func : only.exc;
  return ctx.names.qualifiedName(raised) === 'builtins.NotImplementedError';
}

/** Nothing is called but logs, clocks, chance, and what gives a value its form. */
function isIdle(body: readonly Stmt[], ctx: SourceContext): boolean {
  let isIdleSoFar = true;
  for (const statement of body) {
    walk(statement, (node) => {
      if (!isIdleSoFar || node.kind === 'Raise') return 'skip';
      isIdleSoFar = node.kind === 'Call' ? isIdleCall(node, ctx) : !DOING.has(node.kind) && !isStoreElsewhere(node);
      return undefined;
    });
  }
  return isIdleSoFar;
}

/** Constructs with which a function works: it keeps, changes or repeats something. */
const DOING: ReadonlySet<Node['kind']> = new Set([
  ...(['For', 'AsyncFor', 'While', 'With', 'AsyncWith', 'Yield', 'YieldFrom'] as const),
  ...(['Delete', 'Global', 'Nonlocal', 'AugAssign', 'Try'] as const),
]);

/** `self.total = …`, `table[key] = …`: someone else sees it. */
const isStoreElsewhere = (node: Node): boolean =>
  (node.kind === 'Attribute' || node.kind === 'Subscript') && node.ctx !== 'Load';

function isIdleCall(call: Call, ctx: SourceContext): boolean {
  const callee = ctx.types.calleeName(call.func) ?? '';
  if (INVENTING.test(callee) || FORMING.test(callee)) return true;
  const effect = ctx.effects.of(call);
  if (effect === 'log' || effect === 'sleep') return true;
  // A model or record that is filled in; what it is filled with is looked at by itself.
  return (
    isCapWords(nameOfPlace(call.func) ?? '') ||
    /^(copy|isoformat|get|lower|strip|format|items|keys)$/.test(nameOfPlace(call.func) ?? '')
  );
}

function isParameter(leaf: Expression, ctx: SourceContext): boolean {
  return leaf.kind === 'Name' && leaf.id !== 'self' && leaf.id !== 'cls' && ctx.names.parameterOf(leaf) !== undefined;
}

interface Marker {
  readonly at: Span;
  readonly word: string;
  readonly in: 'comment' | 'docstring';
  readonly doubt: DoubtId | undefined;
}

/** Some comment or the docstring has a marker's word; `findMarker` shows whether it counts. */
export function mayHaveMarker(fn: Def, ctx: SourceContext): boolean {
  const comments = commentsWithin(ctx.source, { start: nameSpan(fn).end, end: fn.end });
  return comments.some(({ text }) => MARKER.test(text)) || DOCSTRING_MARKER.test(docstringOf(fn) ?? '');
}

/** What the author says; a function that only logs must show the calls that it does not make. */
export function findMarker(fn: Def, lacking: Lacking, ctx: SourceContext): Marker | undefined {
  const comments = commentsWithin(ctx.source, { start: nameSpan(fn).end, end: fn.end });
  if (lacking === 'only logs' && !comments.some(({ text }) => COMMENTED_CALL.test(text.trim()))) return undefined;
  const isQuestion = purposeOf(fn) === 'question';
  // A route that is to change something, and only answers.
  const isChange = ctx.context.routeOf(fn)?.methods.some((method) => method !== 'GET' && method !== 'HEAD') === true;
  for (const comment of comments) {
    // Within a list it is about the element below.
    if (nodesOf(ctx.module, 'List').some((list) => isWithin(comment, list))) continue;
    const word = MARKER.exec(comment.text)?.[0].replace(SIGNS, '');
    if (word === undefined) continue;
    const isTask = /^(TODO|FIXME)$/i.test(word);
    if (!isTask || isChange || (!isQuestion && (lacking === 'only logs' || WORK.test(comment.text))))
      return { at: comment, word, in: 'comment', doubt: doubtFrom(comment.text) };
  }
  const docstring = docstringOf(fn) ?? '';
  const [first] = fn.body;
  const word = DOCSTRING_MARKER.exec(docstring)?.[0].trim();
  if (first === undefined || word === undefined) return undefined;
  return { at: first, word, in: 'docstring', doubt: doubtFrom(docstring) };
}

const doubtFrom = (said: string): DoubtId | undefined => (DEMANDED.test(said) ? 'override-hook' : undefined);
