/** Work that an author wrote out and left out: a task in a comment, and below it the calls, commented out. */
import { type Comment, commentsWithin, type Def, isWithin, type Node, nameSpan, nodesOf } from '../../ast/index.ts';
import { PYTHON_BUILTINS } from '../../knowledge/builtins.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';

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
/** `result = engine.infer(image)`, `await publish(order)`; what is called is a bare name in the first, which can be looked up. */
const CALL = /^#\s*(?:[A-Za-z_][\w., ]*(?::\s*[\w[\], .]+)?\s*=\s*|return\s+)?(?:await\s+)?([A-Za-z_]\w*)\(.*$/;

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
      const name = CALL.exec(at.text)?.[1];
      return name !== undefined && isLeftOut(name, fn, model) ? [{ name, at }] : [];
    });
    return calls.length === 0 ? [] : [{ task, calls }];
  });
}

/** Nothing here has the name, or it is a function of the file that nothing calls. */
function isLeftOut(name: string, fn: Def, model: SemanticModel): boolean {
  const definitions = model.names.lookup(name, fn)?.definitions ?? [];
  if (definitions.length === 0) return !PYTHON_BUILTINS.has(name);
  const [only] = definitions;
  const { node } = only ?? {};
  return (
    definitions.length === 1 &&
    (node?.kind === 'FunctionDef' || node?.kind === 'AsyncFunctionDef') &&
    callsOfFunction(model, node).length === 0
  );
}
