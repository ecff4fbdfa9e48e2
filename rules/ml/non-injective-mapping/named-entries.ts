/** Tables that say which name stands for which: dict displays, and chains of `if` that return one text each. */
import { ancestors, type Dict, type Expression, nameOfPlace, type Stmt, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

export interface NamedEntry {
  readonly key: Expression;
  /** The text of the key, or the member of an enumeration that it is. */
  readonly name: string;
  readonly value: string;
}

/** Texts or members of enumerations; undefined when a table holds anything else. */
export function entriesOfTable(node: Dict): readonly NamedEntry[] | undefined {
  const entries = node.keys.map((key, i) => entryOf(key, node.values[i]));
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function entryOf(key: Expression | undefined, value: Expression | undefined): NamedEntry | undefined {
  const name = key === undefined ? undefined : wordOf(key);
  const shown = value === undefined ? undefined : wordOf(value);
  return key === undefined || name === undefined || shown === undefined ? undefined : { key, name, value: shown };
}

/** `if stage == "canary": return "Staging"`, one after the other; undefined when the function does anything else. */
export function entriesOfChain(body: readonly Stmt[]): readonly NamedEntry[] | undefined {
  const entries: NamedEntry[] = [];
  const pending = [...body];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (at.kind === 'Raise' || (at.kind === 'Return' && pending.length === 0)) continue;
    if (at.kind !== 'If' || at.body.length !== 1) return undefined;
    const [answer] = at.body;
    const { test } = at;
    if (answer?.kind !== 'Return' || test.kind !== 'Compare' || test.comparators.length !== 1) return undefined;
    const [compared] = test.comparators;
    const [op] = test.ops;
    const keys = op === 'Eq' ? [compared] : op === 'In' && compared?.kind === 'Tuple' ? compared.elts : [undefined];
    for (const key of keys) {
      const entry = entryOf(key, answer.value);
      if (entry === undefined) return undefined;
      entries.push(entry);
    }
    pending.unshift(...at.orelse);
  }
  return entries;
}

/** `"staging"`, `Stage.STAGING`. */
function wordOf(node: Expression): string | undefined {
  return stringConstant(node) ?? (node.kind === 'Attribute' ? node.attr : undefined);
}

/** The variable, or the function that looks a key up in a table of its own. */
export function nameOfTable(node: Dict, model: SemanticModel): string | undefined {
  for (const around of ancestors(node)) {
    if (around.kind === 'Assign')
      return around.targets.length === 1 ? nameOfPlace(around.targets[0] ?? node) : undefined;
    if (around.kind === 'AnnAssign') return nameOfPlace(around.target);
    if (around.kind === 'Return') return model.context.defAround(around)?.name;
    if (around.kind === 'Dict' || around.kind.endsWith('FunctionDef')) return undefined;
  }
  return undefined;
}
