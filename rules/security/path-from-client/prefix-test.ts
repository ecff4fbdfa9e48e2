/** Tests whether a path is below a folder that look at its text. */
import { type Call, dottedName, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';

export interface PrefixTest {
  readonly path: Expression;
  /** As it is written. */
  readonly folder: string;
}

/**
 * `normpath(join(root, name)).startswith(root)`: a path is made in a folder, taken as it is without `..`, and asked for the text of the folder
 * without a separator behind it. `/srv/data-of-others` begins like `/srv/data`.
 */
export function lenientPrefixTest(call: Call, model: SemanticModel): PrefixTest | undefined {
  const { func, args } = call;
  const [given] = args;
  if (func.kind !== 'Attribute' || func.attr !== 'startswith' || given === undefined || args.length > 1)
    return undefined;
  const folder = rootOf(given, model);
  if (folder === undefined) return undefined;
  const joined = valuesOf(func.value, model).flatMap((value) => joinedIn(value, model) ?? []);
  const isBelow = joined.some((start) => rootOf(start, model) === folder);
  return isBelow ? { path: func.value, folder } : undefined;
}

/** What a path that was resolved is joined to; undefined where it is resolved nowhere. */
function joinedIn(value: Expression, model: SemanticModel, isResolved = false, depth = 0): Expression | undefined {
  if (depth > MAX_STEPS) return undefined;
  const into = (next: Expression | undefined, resolved: boolean) =>
    next === undefined
      ? undefined
      : valuesOf(next, model)
          .map((each) => joinedIn(each, model, resolved, depth + 1))
          .find((found) => found !== undefined);
  if (value.kind === 'BinOp' && value.op === 'Div') return isResolved ? value.left : undefined;
  if (value.kind !== 'Call') return undefined;
  const name = model.types.calleeName(value.func) ?? '';
  if (name === 'os.path.join') return isResolved ? value.args[0] : undefined;
  if (RESOLVING.test(name)) return into(value.args[0], true);
  if (AS_TEXT.test(name)) return into(value.args[0], isResolved);
  if (value.func.kind !== 'Attribute') return undefined;
  if (value.func.attr === 'resolve' || value.func.attr === 'absolute') return into(value.func.value, true);
  return value.func.attr === 'joinpath' && isResolved ? value.func.value : undefined;
}

const MAX_STEPS = 8;
const RESOLVING = /^(?:os\.path|posixpath)\.(?:normpath|realpath|abspath)$/;
const AS_TEXT = /^(?:builtins\.str|os\.fspath|pathlib\.\w*Path|os\.path\.normcase)$/;

function valuesOf(value: Expression, { flow, names }: SemanticModel): readonly Expression[] {
  if (value.kind !== 'Name') return [value];
  const bound = flow.reachingDefinitions(value).flatMap((each) => each.value ?? []);
  return bound.length > 0 ? bound : (names.resolve(value)?.definitions ?? []).flatMap((each) => each.value ?? []);
}

/** The folder that an expression is, under its own name: resolved or as text, and nothing behind it. */
function rootOf(value: Expression, model: SemanticModel, depth = 0): string | undefined {
  if (depth > MAX_STEPS) return undefined;
  if (value.kind === 'Call') {
    const name = model.types.calleeName(value.func) ?? '';
    const isMethod = value.func.kind === 'Attribute' && /^(?:resolve|absolute)$/.test(value.func.attr);
    const inner = RESOLVING.test(name) || AS_TEXT.test(name) ? value.args[0] : undefined;
    const next = inner ?? (isMethod && value.func.kind === 'Attribute' ? value.func.value : undefined);
    return next === undefined ? undefined : rootOf(next, model, depth + 1);
  }
  if (value.kind === 'Name') {
    const bound = valuesOf(value, model);
    const [only] = bound;
    const isAlias = bound.length === 1 && only?.kind === 'Call' && rootOf(only, model, depth + 1);
    if (typeof isAlias === 'string') return isAlias;
    // A text that ends with a separator, or anything that is put together.
    return bound.some((each) => each.kind === 'BinOp' || each.kind === 'JoinedStr' || endsInSeparator(each, model))
      ? undefined
      : value.id;
  }
  return value.kind === 'Attribute' ? dottedName(value) : undefined;
}

const endsInSeparator = (value: Expression, { values }: SemanticModel): boolean => {
  const text = values.string(value);
  return text !== undefined && /[/\\]$/.test(text);
};
