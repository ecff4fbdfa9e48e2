/** What the configuration of a pydantic model says of names that are no fields. */
import { type ClassDef, type Expression, lastName, stringConstant } from '../../ast/index.ts';

/** `model_config = ConfigDict(frozen=True)` or `class Config:`, of which all is seen: neither more fields nor other names for them. */
export function isClosedByConfig({ body }: ClassDef): boolean {
  return body.some((statement) => {
    if (statement.kind === 'ClassDef') return statement.name === 'Config' && isClosedClass(statement);
    if (statement.kind !== 'Assign' && statement.kind !== 'AnnAssign') return false;
    const [target] = statement.kind === 'Assign' ? statement.targets : [statement.target];
    return target?.kind === 'Name' && target.id === 'model_config' && isClosedValue(statement.value);
  });
}

function isClosedClass({ bases, body }: ClassDef): boolean {
  if (bases.length > 0) return false;
  return body.every((statement) => {
    if (statement.kind === 'Pass' || statement.kind === 'Expr') return true;
    if (statement.kind !== 'Assign') return false;
    const [target] = statement.targets;
    return target?.kind === 'Name' && isClosing(target.id, statement.value);
  });
}

function isClosedValue(value: Expression | undefined): boolean {
  if (value?.kind === 'Dict')
    return value.keys.every((key, index) => {
      const name = key === undefined ? undefined : stringConstant(key);
      const held = value.values[index];
      return name !== undefined && held !== undefined && isClosing(name, held);
    });
  if (value?.kind !== 'Call' || !/ConfigDict$/.test(lastName(value.func) ?? '') || value.args.length > 0) return false;
  return value.keywords.every((keyword) => keyword.arg !== undefined && isClosing(keyword.arg, keyword.value));
}

function isClosing(option: string, value: Expression): boolean {
  if (option !== 'extra') return !RENAMING.has(option);
  const said = value.kind === 'Attribute' ? value.attr : stringConstant(value);
  return said === 'forbid' || said === 'ignore';
}

/** Options by which a field has another name. */
const RENAMING: ReadonlySet<string> = new Set(['alias_generator', 'fields']);
