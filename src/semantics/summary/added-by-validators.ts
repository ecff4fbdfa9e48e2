/** Members that validators of pydantic put beside the fields: an object holds all that its last `root_validator` gives. */
import {
  booleanConstant,
  type ClassDef,
  callKeyword,
  decoratorsOf,
  type FunctionDef,
  holds,
  type Name,
  stringConstant,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

interface Added {
  readonly names: readonly string[];
  /** What it gives is not seen whole. */
  readonly isUnseen: boolean;
}

export function addedByValidators({ body }: ClassDef, model: SemanticModel): Added {
  const added = body.flatMap((each) =>
    each.kind === 'FunctionDef' && endsValidation(each, model) ? addedBy(each, model) : [],
  );
  return { names: added.flatMap(({ names }) => names), isUnseen: added.some(({ isUnseen }) => isUnseen) };
}

/** What `pre=True` or `mode="before"` adds is sifted by the fields. */
const endsValidation = (fn: FunctionDef, { names }: SemanticModel): boolean =>
  decoratorsOf(fn).some(
    ({ callee, node }) =>
      /^pydantic\.(?:\w+\.)*root_validator$/.test(names.qualifiedName(callee) ?? '') &&
      !(node.kind === 'Call' && booleanConstant(callKeyword(node, 'pre')?.value) === true),
  );

function addedBy(fn: FunctionDef, { names }: SemanticModel): Added {
  const values = names.scopeOf(fn)?.bindings.get(fn.args.args[1]?.arg ?? '');
  const uses = values?.references ?? [];
  const stored = uses.flatMap(({ parent }) =>
    parent?.kind === 'Subscript' && parent.ctx === 'Store' ? [stringConstant(parent.slice)] : [],
  );
  const addsFields = holds(
    fn,
    (node) => node.kind === 'Return' && !(node.value?.kind === 'Name' && uses.includes(node.value)),
  );
  const isUnseen = values?.definitions.length !== 1 || addsFields || !uses.every(isSeen) || stored.includes(undefined);
  return { names: stored.flatMap((name) => name ?? []), isUnseen };
}

/** Asked, filled by a key, or given back. */
const isSeen = (use: Name): boolean => {
  const { parent } = use;
  if (parent?.kind === 'Attribute') return parent.attr === 'get';
  return (
    parent?.kind === 'Return' || parent?.kind === 'Compare' || (parent?.kind === 'Subscript' && parent.value === use)
  );
};
