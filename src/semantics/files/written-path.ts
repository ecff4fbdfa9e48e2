/** The text of a path that code puts together. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

type Model = Pick<SemanticModel, 'flow' | 'types' | 'values'>;

/**
 * `reports/daily` of `Path("reports") / "daily"`, `os.path.join("reports", "daily")` and the parent of a file there, through names;
 * `*` for a part that is not known. Undefined where its start is not.
 */
export function writtenPath(path: Expression, model: Model): string | undefined {
  const written = textOf(path, model, 0);
  const text = written?.replace(/\/(?:\.?\/)+/g, '/').replace(/^\.\/|(?<=.)\/$/g, '');
  return text === undefined || /^(?:\*|$)/.test(text) ? undefined : text;
}

const MAX_DEPTH = 8;

function textOf(path: Expression, model: Model, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const next = (part: Expression): string | undefined => textOf(part, model, depth + 1);
  const whole = model.flow.whole(path);
  if (whole.kind === 'BinOp' && whole.op === 'Div') return joined([whole.left, whole.right].map(next));
  if (whole.kind === 'Attribute' && whole.attr === 'parent') return folderIn(next(whole.value));
  if (whole.kind === 'Call') {
    const { func, args } = whole;
    const callee = model.types.calleeName(func) ?? '';
    if (JOINING.test(callee)) return joined(args.map(next));
    if (callee === 'os.path.dirname') return folderIn(args[0] && next(args[0]));
    if (func.kind === 'Attribute' && func.attr === 'joinpath') return joined([func.value, ...args].map(next));
  }
  const pieces = model.values.textPieces(whole);
  return (
    pieces?.map((piece) => (piece.kind === 'constant' ? piece.text : (next(piece.expression) ?? '*'))).join('') ??
    model.values.string(whole)
  );
}

const JOINING = /^(?:pathlib\.(?:Pure)?(?:Posix)?Path|os\.path\.join|os\.fspath|builtins\.str)$/;

/** What begins with a slash takes the place of all before it. */
function joined(parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.map((part) => part ?? '*');
  return known.slice(known.findLastIndex((part, index) => index === 0 || part.startsWith('/'))).join('/');
}

const folderIn = (path: string | undefined): string | undefined =>
  path?.includes('/') === true ? path.slice(0, path.lastIndexOf('/')) : undefined;
