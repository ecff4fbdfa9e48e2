/** Fields of classes that anyone who runs or calls a program fills: settings, and models that may be a request's. */
import { ancestors, type ClassDef, type Expression, identifiersOf, nodesOf, type Stmt, walk } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { recordDecoratorOf } from '#semantics/types/record-class';
import { bodyGiven } from './body-fields.ts';

export interface InputField {
  readonly name: string;
  readonly place: PackedPlace;
  /** Variables of the environment that fill it. */
  readonly variables: readonly string[];
}

export interface InputClass {
  readonly isSettings: boolean;
  /** A model that is no `BaseSettings` may as well be what others are sent. */
  readonly maySend: boolean;
  /** Its dotted name. */
  readonly class: string;
  /** Those that the class itself does not read. */
  readonly fields: readonly InputField[];
  readonly total: number;
  /** Its file does something with it. */
  readonly isNamed: boolean;
}

/** What a class takes, and the classes of the fields of settings, which anyone who sets those fills too. */
export function inputsOfClass(definition: ClassDef, file: FactsContext) {
  const input = inputClass(definition, file);
  if (input === undefined) return [];
  const parts = input.isSettings
    ? definition.body.flatMap((each) => (each.kind === 'AnnAssign' ? (bodyGiven(each, file) ?? []) : []))
    : [];
  return [{ kind: 'fields' as const, ...input }, ...parts.map((each) => ({ kind: 'body' as const, class: each }))];
}

const CONFIGURATION = /(?:Config|Configuration|Settings)$/;
const PLAIN_BASE = /^(?:builtins\.object|abc\.ABC|pydantic\.BaseModel|pydantic(?:_settings)?\.BaseSettings)$/;

/** Undefined where a base, a decorator or a dynamic attribute may read the fields. */
function inputClass(definition: ClassDef, file: FactsContext): InputClass | undefined {
  if (definition.parent?.kind !== 'Module') return undefined;
  const bases = file.types.basesOf(definition);
  const isFilledByEnvironment = bases.some((base) => base?.endsWith('Settings') === true);
  const isSettings = isFilledByEnvironment || CONFIGURATION.test(definition.name);
  const isRecord = recordDecoratorOf(definition, file) !== undefined;
  const isModel = bases.some((base) => base?.startsWith('pydantic') === true);
  const isOfEnvironment = bases.length === 0 && !isRecord && definition.body.some((each) => fills(each, file));
  if (
    !(isModel || isOfEnvironment || (isRecord && isSettings)) ||
    !bases.every((base) => base !== undefined && PLAIN_BASE.test(base))
  )
    return undefined;
  if (file.state.hasDynamicAttributes(definition)) return undefined;
  const declared = definition.body.flatMap((statement) => {
    const [target, other] = isOfEnvironment && statement.kind === 'Assign' ? statement.targets : [];
    if (target?.kind === 'Name' && other === undefined && statement.kind === 'Assign')
      return target.id.startsWith('_') ? [] : { target, value: statement.value };
    if (statement.kind !== 'AnnAssign' || statement.target.kind !== 'Name') return [];
    const isField = !/ClassVar|InitVar/.test(file.text.slice(statement.annotation));
    return isField && !statement.target.id.startsWith('_') ? { target: statement.target, value: statement.value } : [];
  });
  const own = namesReadBy(definition, file);
  const fields = declared.flatMap(({ target, value }) => {
    if (target.id === 'model_config' || own.has(target.id)) return [];
    const variables = [...(isFilledByEnvironment ? [target.id.toUpperCase()] : []), ...variablesIn(value, file)];
    return [{ name: target.id, place: packPlace(file, target), variables }];
  });
  return {
    isSettings: isSettings || isOfEnvironment,
    maySend: isSettings && isModel && !isFilledByEnvironment,
    class: `${file.names.moduleName}.${definition.name}`,
    fields,
    total: declared.length,
    isNamed: (file.names.scopeOf(file.module)?.bindings.get(definition.name)?.references.length ?? 0) > 0,
  };
}

/** `RETRIES = int(os.getenv("RETRIES", "3"))` in the body of a class. */
const fills = (statement: Stmt, file: FactsContext): boolean =>
  (statement.kind === 'Assign' || statement.kind === 'AnnAssign') && variablesIn(statement.value, file).length > 0;

/**
 * Names that a class reads of itself without `self`: in the defaults of later fields, as texts (`values["host"]` in a
 * validator), and as locals of a method that do more than fill the field of their name.
 */
function namesReadBy(definition: ClassDef, file: FactsContext): ReadonlySet<string> {
  const read = new Set<string>();
  for (const { name, references } of file.names.scopeOf(definition)?.bindings.values() ?? [])
    if (references.length > 0) read.add(name);
  for (const method of definition.body) {
    if (method.kind !== 'FunctionDef' && method.kind !== 'AsyncFunctionDef') continue;
    for (const { name, references } of file.names.scopeOf(method)?.bindings.values() ?? [])
      if (references.length > 1) read.add(name);
    // What decorators name is what they are about.
    for (const statement of method.body)
      walk(statement, (node) => {
        if (node.kind === 'Constant' && node.value.kind === 'str') read.add(node.value.value);
      });
  }
  return read;
}

/** Variables of the environment that a value is made of. */
export function variablesIn(value: Expression | undefined, file: FactsContext): readonly string[] {
  if (value === undefined || !mayReadEnvironment(file)) return [];
  const keys: string[] = [];
  walk(value, (node) => {
    const key = node.kind === 'Call' || node.kind === 'Subscript' ? file.values.environmentRead(node)?.key : undefined;
    if (key !== undefined) keys.push(key);
  });
  return keys;
}

/** Variables of the environment that a file reads for itself, and not to fill a field of a class. */
export function variablesRead(file: FactsContext): readonly string[] {
  if (!mayReadEnvironment(file)) return [];
  return [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].flatMap((node) => {
    const key = file.values.environmentRead(node)?.key;
    return key === undefined || isOfField(node) ? [] : [key];
  });
}

const isOfField = (node: Expression): boolean =>
  [...ancestors(node)].some(
    ({ kind, parent }) => (kind === 'AnnAssign' || kind === 'Assign') && parent?.kind === 'ClassDef',
  );

function mayReadEnvironment({ module }: FactsContext): boolean {
  const used = identifiersOf(module);
  return ['environ', 'environb', 'getenv', 'getenvb'].some((name) => used.has(name));
}
