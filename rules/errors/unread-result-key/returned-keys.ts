/** The keys of the dict that a function gives, as far as its `return`s tell. */
import { type Def, type Expression, isGenerator, keywordNames, type Name, withoutAwait } from '#ast';
import type { SemanticModel } from '#semantics';

export interface ReturnedKeys {
  readonly keys: readonly string[];
  /** Functions whose dict it gives, perhaps with more keys. */
  readonly from: readonly { readonly path: string; readonly isAwaited: boolean }[];
}

/** Undefined where one of the returns is not wholly seen. */
export function keysReturnedBy(fn: Def, file: SemanticModel): ReturnedKeys | undefined {
  const isPlain = fn.decorator_list.every(
    (each) => each.kind === 'Name' && (each.id === 'staticmethod' || each.id === 'classmethod'),
  );
  if (!isPlain || isGenerator(fn)) return undefined;
  const keys = new Set<string>();
  let isSeen = false;
  const from: ReturnedKeys['from'][number][] = [];
  for (const value of file.flow.returnValues(fn)) {
    // Of `None` nothing is read at all.
    if (value === undefined || (value.kind === 'Constant' && value.value.kind === 'none')) continue;
    const written = keysOf(value, file);
    if (written === undefined) return undefined;
    for (const key of written.keys) keys.add(key);
    from.push(...written.from);
    isSeen = true;
  }
  return isSeen ? { keys: [...keys], from } : undefined;
}

function keysOf(value: Expression, file: SemanticModel): ReturnedKeys | undefined {
  if (value.kind === 'Name') return keysOfLocal(value, file);
  if (value.kind === 'Dict') {
    const keys = value.keys.map((key) => (key === undefined ? undefined : file.values.string(key)));
    return keys.some((key) => key === undefined) ? undefined : { keys: keys.flatMap((key) => key ?? []), from: [] };
  }
  const call = withoutAwait(value);
  if (call.kind !== 'Call') return undefined;
  if (file.names.qualifiedName(call.func) !== 'builtins.dict') {
    const path = file.effects.projectPath(call);
    return path === undefined ? undefined : { keys: [], from: [{ path, isAwaited: call !== value }] };
  }
  return call.args.length > 0 || call.keywords.some(({ arg }) => arg === undefined)
    ? undefined
    : { keys: keywordNames(call), from: [] };
}

/** A local that is made as a dict and then only filled by constant keys, read and returned. */
function keysOfLocal(name: Name, file: SemanticModel): ReturnedKeys | undefined {
  const binding = file.names.resolve(name);
  if (binding?.scope.kind !== 'function') return undefined;
  const keys: string[] = [];
  const from: ReturnedKeys['from'][number][] = [];
  for (const { kind, value } of binding.definitions) {
    const made =
      kind === 'assignment' && value !== undefined && value.kind !== 'Name' ? keysOf(value, file) : undefined;
    if (made === undefined) return undefined;
    keys.push(...made.keys);
    from.push(...made.from);
  }
  for (const { parent } of binding.references) {
    if (parent?.kind === 'Return' || parent?.kind === 'Compare' || parent?.kind === 'If') continue;
    if (parent?.kind === 'Attribute' && parent.attr === 'get') continue;
    if (parent?.kind !== 'Subscript') return undefined;
    if (parent.ctx === 'Load') continue;
    const key = file.values.string(parent.slice);
    if (parent.ctx === 'Del' || key === undefined) return undefined;
    keys.push(key);
  }
  return { keys, from };
}
