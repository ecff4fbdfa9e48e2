/** What is added to a number by the decision that inserts a row: it is added once for each row. */
import type { Call, Def, Expression, Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { nodesWithin } from '#semantics/effects/calls-within';
import type { LookUp } from '#semantics/rows/existence-checks';

export function sumBeside({ absent }: LookUp, insert: Call, fn: Def, model: SemanticModel): Expression | undefined {
  // What another branch decides too is not of the row.
  if (absent.leadsTo(insert) !== 'always') return undefined;
  const changes = [...nodesWithin([fn], 'Assign'), ...nodesWithin([fn], 'AugAssign')];
  return changes
    .filter((change) => absent.leadsTo(change) === 'always')
    .flatMap((change) => addedTo(change, model) ?? [])
    .sort((one, other) => one.start - other.start)[0];
}

/** `key.credit = F("credit") + amount`, `wallet.balance += amount`; a step of one is a count, of which little depends. */
function addedTo(node: Node, model: SemanticModel): Expression | undefined {
  const isAmount = (part: Expression): boolean => part.kind !== 'Constant' && model.values.fold(part) === undefined;
  if (node.kind === 'AugAssign')
    return node.op === 'Add' && node.target.kind === 'Attribute' && isNumber(node.value, model) && isAmount(node.value)
      ? node.target
      : undefined;
  const [target] = node.kind === 'Assign' ? node.targets : [];
  if (node.kind !== 'Assign' || target?.kind !== 'Attribute') return undefined;
  const { value } = node;
  if (value.kind !== 'BinOp' || value.op !== 'Add' || !isAmount(value.right)) return undefined;
  const isOwn = model.source.text.slice(value.left) === model.source.text.slice(target);
  const isColumn = value.left.kind === 'Call' && model.names.qualifiedName(value.left.func)?.endsWith('.F') === true;
  return (isOwn && isNumber(value.right, model)) || isColumn ? target : undefined;
}

/** Texts and lists are added to as well. */
const isNumber = (value: Expression, { types }: SemanticModel): boolean =>
  value.kind !== 'JoinedStr' &&
  value.kind !== 'List' &&
  !/^builtins\.(?:str|list|tuple|bytes)$/.test(types.classOf(value) ?? '');
