/** What becomes of a value by conversions, formatting and joining, before it has a name. */
import { ancestors, type Call, type Expression, lastName, type Node, nameOfPlace } from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { namesAtUse } from './use-names.ts';

/** The names that a value goes under, in whatever form: the one that it is bound to, and those at its uses. */
export function namesGivenTo(value: Expression, model: SemanticModel): readonly string[] {
  const used = model.flow.destinations(value).flatMap((use) => namesAtUse(use, model).map(({ name }) => name));
  for (const outer of ancestors(value)) {
    if (outer.kind === 'Assign') return [...outer.targets.flatMap((target) => nameOfPlace(target) ?? []), ...used];
    if (outer.kind === 'AnnAssign' || outer.kind === 'AugAssign') return [nameOfPlace(outer.target) ?? '', ...used];
    if (outer.kind === 'Call' ? !isCallOf(outer, FORMING) : !INNER.has(outer.kind)) return used;
  }
  return used;
}

/** It ends in a text or in bytes: joined, formatted, encoded, or added to a text. */
export function becomesText(value: Expression, { types }: SemanticModel): boolean {
  for (const outer of ancestors(value)) {
    if (outer.kind === 'JoinedStr') return true;
    if (outer.kind === 'AugAssign') return types.classOf(outer.target) === 'builtins.str';
    if (outer.kind === 'BinOp' && outer.op === 'Mod') return types.classOf(outer.left) === 'builtins.str';
    if (outer.kind === 'Call') {
      if (isCallOf(outer, TEXT_MAKING)) return true;
      if (!isCallOf(outer, PASSING)) return false;
    } else if (!INNER.has(outer.kind)) return false;
  }
  return false;
}

/** The outermost expression that is only the value in another form: `Fernet(secrets.token_bytes(32).hex())`. */
export function outermostForm(value: Expression): Expression {
  const { parent } = value;
  if (parent?.kind !== 'Attribute' && parent?.kind !== 'Call') return value;
  const isForm = parent.kind === 'Attribute' || parent.func === value || parent.args[0] === value;
  const name = lastName(parent.kind === 'Attribute' ? parent : parent.func) ?? '';
  return isForm && ENCODING.has(name) ? outermostForm(parent) : value;
}

/** Ways to write the same bytes otherwise, or to wrap them as a key. */
const ENCODING: ReadonlySet<string> = new Set(
  words(
    'hex decode encode b64encode urlsafe_b64encode hexlify str bytes Fernet AESGCM SecretStr SecretBytes private_bytes',
  ),
);

const isCallOf = ({ func }: Call, names: ReadonlySet<string>): boolean => names.has(lastName(func) ?? '');

const TEXT_MAKING: ReadonlySet<string> = new Set(
  words('join str hex format b64encode urlsafe_b64encode sha256 md5 sha1'),
);
const PASSING: ReadonlySet<string> = new Set(words('list tuple range bytes bytearray encode chr hexdigest digest'));
const FORMING: ReadonlySet<string> = new Set([...TEXT_MAKING, ...PASSING, 'int', 'abs', 'from_bytes']);
/** What is between a value and the call or statement that takes it. */
const INNER: ReadonlySet<Node['kind']> = new Set([
  ...(['GeneratorExp', 'ListComp', 'FormattedValue', 'JoinedStr'] as const),
  ...(['BinOp', 'Attribute', 'Subscript', 'keyword', 'Starred'] as const),
]);
