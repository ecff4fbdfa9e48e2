/** What variables of the environment fill in: the fields of pydantic's settings. */
import {
  type AnnAssign,
  type ClassDef,
  callKeyword,
  type Expression,
  holds,
  type Name,
  type Node,
  nodesOf,
  stringConstant,
  walk,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { hasDefault, isEllipsis } from '../summary/fields.ts';
import { recordKindOf } from './record-class.ts';

export interface SettingField {
  readonly field: Name;
  /** The variable that fills it; absent where that cannot be determined. */
  readonly variable?: string;
  /** Its default, that of `Field` too. */
  readonly standard?: Expression;
  /** Without a value the settings cannot be made. */
  readonly isRequired: boolean;
}

/** Those that the classes of a file declare. */
export const settingFieldsOf = (model: SemanticModel): readonly SettingField[] =>
  nodesOf(model.source.module, 'ClassDef').flatMap((classDef) => {
    if (recordKindOf(classDef, model) !== 'settings') return [];
    const prefix = prefixOf(classDef, model);
    return classDef.body.flatMap((member) => (member.kind === 'AnnAssign' ? fieldOf(member, prefix, model) : []));
  });

function fieldOf(
  { target, annotation, value }: AnnAssign,
  prefix: string | undefined,
  model: SemanticModel,
): readonly SettingField[] {
  if (target.kind !== 'Name' || target.id === 'model_config' || target.id.startsWith('_')) return [];
  if (holds(annotation, (node) => /^typing\w*\.ClassVar$/.test(nameOf(node, model)))) return [];
  const call =
    value?.kind === 'Call' && /^pydantic\.(?:\w+\.)*Field$/.test(nameOf(value.func, model)) ? value : undefined;
  const alias = call && ALIASES.flatMap((keyword) => callKeyword(call, keyword) ?? [])[0];
  const own = prefix === undefined ? undefined : `${prefix}${target.id}`;
  const variable = alias === undefined ? own : model.values.string(alias.value);
  const given = call === undefined ? value : (call.args[0] ?? callKeyword(call, 'default')?.value);
  const standard = given === undefined || isEllipsis(given) ? undefined : given;
  const isGiven = call === undefined ? standard !== undefined : hasDefault(call, true);
  return [
    {
      field: target,
      ...(variable !== undefined && { variable: variable.toUpperCase() }),
      ...(standard !== undefined && { standard }),
      // Before its second version, pydantic gave these `None`.
      isRequired: !isGiven && !holds(annotation, (node) => isNone(node) || nameOf(node, model) === 'typing.Optional'),
    },
  ];
}

/** What names the variable of a field in place of its own name, the strongest first. */
const ALIASES = ['validation_alias', 'alias', 'env'];

const nameOf = (node: Node, { names }: SemanticModel): string =>
  node.kind === 'Name' || node.kind === 'Attribute' ? (names.qualifiedName(node) ?? '') : '';

/** Also within an annotation that is a text. */
const isNone = (node: Node): boolean =>
  node.kind === 'Constant' &&
  (node.value.kind === 'none' || (node.value.kind === 'str' && /None|Optional/.test(node.value.value)));

/** What a class, or the nearest of its bases that says so, puts before the names of fields; undefined where that is no constant. */
function prefixOf(classDef: ClassDef, model: SemanticModel, depth = 0): string | undefined {
  const found: Expression[] = [];
  walk(classDef, (node) => found.push(...prefixGiven(node)));
  const [given] = found;
  if (given !== undefined) return model.values.string(given);
  if (depth > MAX_DEPTH) return undefined;
  for (const base of classDef.bases) {
    const definition = model.names.definitionOf(base);
    const prefix = definition?.kind === 'ClassDef' ? prefixOf(definition, model, depth + 1) : '';
    if (prefix !== '') return prefix;
  }
  return '';
}

const MAX_DEPTH = 8;

/** `SettingsConfigDict(env_prefix="SHOP_")`, `env_prefix = "SHOP_"` in `class Config`, `{"env_prefix": "SHOP_"}`. */
function prefixGiven(node: Node): readonly Expression[] {
  if (node.kind === 'keyword') return node.arg === 'env_prefix' ? [node.value] : [];
  if (node.kind === 'Assign') {
    const [target] = node.targets;
    return target?.kind === 'Name' && target.id === 'env_prefix' ? [node.value] : [];
  }
  if (node.kind !== 'Dict') return [];
  return node.keys.flatMap((key, at) => (key && stringConstant(key) === 'env_prefix' ? (node.values[at] ?? []) : []));
}
