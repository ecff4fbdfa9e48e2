/** Work that an author wrote out and left out: a task in a comment, and below it the calls, commented out. */
import {
  booleanConstant,
  type Comment,
  commentsWithin,
  type Def,
  isWithin,
  type Node,
  nameOfPlace,
  nameSpan,
  nodesOf,
} from '#ast';
import type { Problem, SourceContext } from '#kit';
import { PYTHON_BUILTINS } from '#knowledge/builtins';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { listedCode, verbFor } from '#text/wording';
import { copiedCode } from './copied-code.ts';

export interface WorkLeftOut {
  /** The comment that says what is to do. */
  readonly task: Comment;
  /** The calls below it, at least one, in order. */
  readonly calls: readonly { readonly name: string; readonly at: Comment }[];
}

const TASK = /\b(?:TODO|FIXME|XXX)\b/;
/** A task is to do the work, or only to do it better. */
const WORK =
  /\b(?:implement|replace|actual|real\b|load|call|comput|calculat|connect|initiali[sz]e|integrat|hook|wire|use the|run|query|fetch|verif|validat|infer|enable|uncomment|restore|re-?enable|activate)/i;
/** A line of code that calls a bare name, which can be looked up: `result = infer(image)`, `await publish(order)`. */
function nameCalled(comment: string): string | undefined {
  const code = comment.replace(/^#+/, '').trim();
  const equals = code.indexOf('=');
  const isBinding = equals > 0 && TARGETS.test(code.slice(0, Math.min(equals, MAX_TARGETS)));
  const value = (isBinding ? code.slice(equals + 1) : code).trimStart().replace(/^(?:return|await) /, '');
  return /^([A-Za-z_]\w*)\(/.exec(value)?.[1];
}

const TARGETS = /^[A-Za-z_][\w., :[\]]*$/;
const MAX_TARGETS = 100;

const INNER = ['FunctionDef', 'AsyncFunctionDef', 'ClassDef'] as const;

/** The work that a function's own code leaves out so. What is called exists nowhere else in the file, or nothing else calls it. */
export function workLeftOut(fn: Def, model: SemanticModel): readonly WorkLeftOut[] {
  const { text } = model.source;
  const all = commentsWithin(model.source, { start: nameSpan(fn).end, end: fn.end });
  if (!all.some((each) => TASK.test(each.text))) return [];
  const inner = INNER.flatMap((kind): readonly Node[] => nodesOf(model.source.module, kind)).filter(
    (each) => each !== fn && isWithin(each, fn),
  );
  const comments = all.filter((comment) => !inner.some((each) => isWithin(comment, each)));
  return comments.flatMap((task, index) => {
    if (!TASK.test(task.text) || !WORK.test(task.text)) return [];
    const below: Comment[] = [];
    let line = text.lineAt(task.start);
    for (const comment of comments.slice(index + 1)) {
      const at = text.lineAt(comment.start);
      if (at !== line + 1) break;
      line = at;
      below.push(comment);
    }
    const calls = below.flatMap((at) => {
      const name = nameCalled(at.text);
      return name !== undefined && isLeftOut(name, fn, model) ? [{ name, at }] : [];
    });
    return calls.length === 0 ? [] : [{ task, calls }];
  });
}

/** Nothing here has the name, or it is a function of the file that nothing calls. */
function isLeftOut(name: string, fn: Def, model: SemanticModel): boolean {
  const definitions = model.names.lookup(name, fn)?.definitions ?? [];
  // Another name for it may be called instead.
  const calls = callsWithin([fn]).map(({ func }) => model.names.qualifiedName(func)?.split('.').at(-1));
  if (definitions.length === 0) return !PYTHON_BUILTINS.has(name) && !calls.includes(name);
  const [only] = definitions;
  const { node } = only ?? {};
  return (
    definitions.length === 1 &&
    (node?.kind === 'FunctionDef' || node?.kind === 'AsyncFunctionDef') &&
    callsOfFunction(model, node).length === 0
  );
}

/** A task with its calls written out below it, commented out, whatever else the function does. */
export function leftOutProblem(fn: Def, ctx: SourceContext): Problem | undefined {
  const [left] = workLeftOut(fn, ctx).filter((each) => !isReadinessClaimed(each, fn, ctx));
  if (left === undefined) return undefined;
  const names = [...new Set(left.calls.map(({ name }) => name))];
  return {
    at: nameSpan(fn),
    message: `incomplete implementation: in \`${fn.name}\` the ${verbFor(names.length, 'call', 'calls')} of ${listedCode(names, 3)} ${verbFor(names.length)} commented out below a task comment`,
    cause: copiedCode(fn, ctx),
    related: [
      { at: left.task, message: 'this comment says that the work is missing' },
      ...left.calls.slice(0, 5).map(({ name, at }) => ({ at, message: `\`${name}\` is not called` })),
    ],
  };
}

/** `# model = load_model(path)` above `state.model_loaded = True`: what that claims is reported by `readiness-without-loading`. */
function isReadinessClaimed({ calls }: WorkLeftOut, fn: Def, ctx: SourceContext): boolean {
  const last = calls.at(-1);
  const line = last === undefined ? -1 : ctx.text.lineAt(last.at.start) + 1;
  return nodesOf(ctx.module, 'Assign').some(
    (each) =>
      isWithin(each, fn) &&
      ctx.text.lineAt(each.start) === line &&
      booleanConstant(each.value) === true &&
      each.targets.some((target) => /(?:^|_)(?:loaded|ready|healthy|initiali[sz]ed)$/.test(nameOfPlace(target) ?? '')),
  );
}
