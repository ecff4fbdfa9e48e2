/** Variables of the environment that the code reads, and what it has without them. */
import { type Expression, lastName, type Node, nodesOf } from '../../ast/index.ts';
import { type SettingField, settingFieldsOf } from '../../semantics/types/setting-fields.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';

/** Plain JSON, as facts of a rule. */
export interface NeededVariable {
  readonly name: string;
  /** What the code has where nobody sets it: an error, `None`, a setting that is `None` or an empty text, or a value of its own. */
  readonly without: 'failure' | 'none' | 'empty' | 'value';
  readonly place: PackedPlace;
}

/** Those that a file reads by names that it writes out. */
export const neededVariables = (file: FactsContext): readonly NeededVariable[] => [
  ...variablesRead(file),
  ...settingFieldsOf(file).flatMap((each) => fieldNeeded(each, file)),
];

/** `os.environ["QUEUE_URL"]`; `os.getenv("QUEUE_URL")`, unless something asks whether it is there. */
function variablesRead(file: FactsContext): readonly NeededVariable[] {
  return [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].flatMap((node): NeededVariable[] => {
    const read = file.values.environmentRead(node);
    if (read?.key === undefined || !/^[A-Z][A-Z0-9_]+$/.test(read.key)) return [];
    if (read.fallback !== undefined) return [{ name: read.key, without: 'value', place: packPlace(file, node) }];
    if (file.context.isUnderMain(node) || isTested(node, file)) return [];
    return [{ name: read.key, without: read.required ? 'failure' : 'none', place: packPlace(file, node) }];
  });
}

function isTested(read: Expression, file: FactsContext): boolean {
  let kept: Expression | undefined;
  for (let node: Node = read; node.parent !== undefined; node = node.parent) {
    const { parent }: Node = node;
    if (TESTING.has(parent.kind)) return true;
    if (parent.kind === 'Assign') kept ??= parent.targets[0];
    if (parent.kind === 'AnnAssign') kept ??= parent.target;
    const isHanded = parent.kind === 'Call' && parent.func !== node;
    if (isHanded && /^(?:bool|add_argument|setdefault)$/.test(lastName(parent.func) ?? '')) return true;
  }
  // A field of an object may be asked for anywhere.
  if (kept?.kind !== 'Name') return kept?.kind === 'Attribute';
  const uses = file.names.resolve(kept)?.references ?? [];
  return uses.some(({ parent }) => parent !== undefined && TESTING.has(parent.kind));
}

const TESTING: ReadonlySet<string> = new Set([
  'If',
  'IfExp',
  'BoolOp',
  'Compare',
  'UnaryOp',
  'Try',
  'While',
  'Assert',
  'Dict',
]);

/** Fields of settings that have no default, or one that says that nothing is set. */
function fieldNeeded(
  { field, variable: name, standard, isRequired }: SettingField,
  file: FactsContext,
): readonly NeededVariable[] {
  if (name === undefined) return [];
  const value = standard && file.values.fold(standard);
  const isEmpty = value?.kind === 'none' || (value?.kind === 'str' && value.value === '');
  return [{ name, without: isEmpty ? 'empty' : isRequired ? 'failure' : 'value', place: packPlace(file, field) }];
}
