import {
  type Attribute,
  type ClassDef,
  type Expression,
  holds,
  identifiersOf,
  type Keyword,
  type Name,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { CLIENT_CLASS, CLIENT_FACTORIES } from '../../knowledge/client-objects.ts';
import { ENUMERATIONS } from '../../knowledge/enumerations.ts';
import type { SemanticModel } from '../model.ts';
import { setsAttribute } from '../state/mentions.ts';
import type { SummaryClass } from '../summary.ts';
import { addedByValidators } from './added-by-validators.ts';
import { summarizeFields } from './fields.ts';
import { keptOfMaker } from './made-with.ts';
import { isClosedByConfig } from './model-configuration.ts';
import { isInBranch, linesOf, placeOf } from './place.ts';
import { isAnsweredAsRefusal } from './refusals.ts';
import { rowOrderOf } from './row-order.ts';

/** Classes of a file. What they keep is read from the stores to `self`, so that no life has to be traced for it. */
export function summarizeClasses(classes: readonly ClassDef[], model: SemanticModel): SummaryClass[] {
  const stores = storesByClass(model);
  const lastUnread = model.source.gaps.reduce((last, { end }) => Math.max(last, end), 0);
  // What is not understood from where a class begins on may be a part of it, which ended it too early.
  return classes.map((classDef) =>
    summarizeClass(classDef, stores.get(classDef) ?? [], lastUnread > classDef.start, model),
  );
}

interface Store {
  readonly target: Attribute;
  readonly method: string;
}

function storesByClass(model: SemanticModel): ReadonlyMap<ClassDef, readonly Store[]> {
  const byClass = new Map<ClassDef, Store[]>();
  for (const target of model.names.attributeStores) {
    if (target.value.kind !== 'Name') continue;
    const { owner, method } = receiverClass(target.value, model) ?? {};
    if (owner === undefined || method === undefined) continue;
    const stores = byClass.get(owner);
    if (stores === undefined) byClass.set(owner, [{ target, method: method.name }]);
    else stores.push({ target, method: method.name });
  }
  return byClass;
}

/** Of the first parameter of a method. */
function receiverClass(name: Name, { context }: SemanticModel) {
  const method = context.defAround(name);
  const owner = method && context.classOfMethod(method);
  const receiver = method?.args.posonlyargs[0] ?? method?.args.args[0];
  return owner === undefined || receiver?.arg !== name.id ? undefined : { owner, method };
}

function summarizeClass(
  classDef: ClassDef,
  stores: readonly Store[],
  isCutShort: boolean,
  model: SemanticModel,
): SummaryClass {
  const named = (expression: ClassDef['bases'][number]): string => model.names.qualifiedName(expression) ?? '?';
  const added = addedByValidators(classDef, model);
  const attributes = attributesOf(classDef, stores, added.names, model);
  return {
    qualifiedName: `${model.names.moduleName}.${model.names.qualnameOf(classDef)}`,
    place: placeOf({ start: classDef.name_start, end: classDef.name_start + classDef.name.length }, model),
    lines: linesOf(classDef, model),
    ...basesOf(classDef, model),
    decorators: classDef.decorator_list.map((decorator) =>
      named(decorator.kind === 'Call' ? decorator.func : decorator),
    ),
    methods: classDef.body.flatMap((statement) =>
      statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef' ? [statement.name] : [],
    ),
    attributes,
    ...accessPathsOf(classDef, attributes, stores, model),
    ...(classDef.keywords.length > 0 && { keywords: classDef.keywords.map((keyword) => keywordText(keyword, model)) }),
    ...summarizeFields(classDef, model),
    ...((isCutShort || model.state.hasDynamicAttributes(classDef)) && { isDynamic: true as const }),
    ...((isCutShort || added.isUnseen || model.state.bindsUnseen(classDef)) && { bindsUnseen: true as const }),
    ...(isClosedByConfig(classDef) && { isClosedByConfig: true as const }),
    ...rowOrderOf(classDef),
    ...(returnsOthers(classDef) && { returnsOthers: true as const }),
    ...(isAnsweredAsRefusal(classDef, model) && { isRefusal: true as const }),
    ...(isInBranch(classDef) && { isConditional: true as const }),
    ...augmentedIn(classDef, stores, model),
    isStateful: stores.some((store) => changesAfterConstruction(store) || holdsState(store, model)),
  };
}

/** `self.hits += 1` binds nothing that was not there before. */
function augmentedIn(
  classDef: ClassDef,
  stores: readonly Store[],
  { names }: SemanticModel,
): Pick<SummaryClass, 'augmented'> {
  const bound = new Set(stores.flatMap(({ target }) => (target.parent?.kind === 'AugAssign' ? [] : target.attr)));
  const inBody = names.scopeOf(classDef)?.bindings;
  const augmented = stores.flatMap(({ target: { attr } }) =>
    bound.has(attr) || inBody?.has(attr) === true ? [] : attr,
  );
  return augmented.length === 0 ? {} : { augmented: [...new Set(augmented)] };
}

function basesOf(classDef: ClassDef, model: SemanticModel): Pick<SummaryClass, 'bases' | 'ownBases'> {
  const bases = model.types.basesOf(classDef).map((base) => base ?? '?');
  const ownBases = classDef.bases.map((base) => {
    return model.names.qualifiedName(base.kind === 'Subscript' ? base.value : base) ?? '?';
  });
  const isSame = bases.length === ownBases.length && bases.every((base, index) => base === ownBases[index]);
  return isSame ? { bases } : { bases, ownBases };
}

/** `frozen`, `metaclass=abc.ABCMeta`. */
function keywordText({ arg, value }: Keyword, model: SemanticModel): string {
  return arg === 'metaclass' ? `metaclass=${model.names.qualifiedName(value) ?? '?'}` : (arg ?? '?');
}

/** By name, with the class of what is kept where one of the stores tells. */
function attributesOf(
  classDef: ClassDef,
  stores: readonly Store[],
  added: readonly string[],
  model: SemanticModel,
): SummaryClass['attributes'] {
  const attributes: Record<string, string | null> = Object.create(null);
  const { types, context, names } = model;
  const classOf: typeof types.classOf = (value) => (context.role === 'test' ? undefined : types.classOf(value));
  const note = (name: string, type: string | undefined): void => {
    const known = attributes[name] ?? undefined;
    const isDoubtful = known !== undefined && type !== undefined && known !== type;
    attributes[name] = isDoubtful ? null : (known ?? type ?? null);
  };
  const member = types.derivesFrom(classDef, ENUMERATIONS) ? names.fullNameOf(classDef) : undefined;
  const isRemade = classDef.keywords.some(({ arg, value }) => arg === 'metaclass' && !isPlainMetaclass(value, model));
  for (const statement of classDef.body) {
    if (statement.kind === 'AnnAssign' && statement.target.kind === 'Name') {
      note(statement.target.id, classOf(statement.target));
    } else if (statement.kind === 'Assign') {
      for (const target of statement.targets) {
        // A metaclass may put something else in its place; that of an enumeration makes members.
        if (target.kind === 'Name') note(target.id, isRemade ? undefined : (member ?? classOf(statement.value)));
      }
    }
  }
  for (const { target } of stores) note(target.attr, classOf(target));
  for (const name of [...(setByName(model).get(classDef) ?? []), ...added]) note(name, undefined);
  // What a branch, a loop, an import or a class of the body binds.
  for (const binding of names.scopeOf(classDef)?.bindings.values() ?? []) {
    const isMethod = binding.definitions.every(({ kind, node }) => kind === 'function' && node.parent === classDef);
    if (!isMethod) note(binding.name, undefined);
  }
  return attributes;
}

/** `object.__setattr__(self, "name", name)`: what methods bind by calls, of each class. */
const setByName = memoize((model: SemanticModel) => {
  const used = identifiersOf(model.source.module);
  const calls = used.has('setattr') || used.has('__setattr__') ? nodesOf(model.source.module, 'Call') : [];
  const set = new Map<ClassDef, string[]>();
  for (const call of calls) {
    const [object, key] = setsAttribute(call) ? call.args : [];
    const name = key?.kind === 'Constant' && key.value.kind === 'str' ? key.value.value : undefined;
    const owner = object?.kind === 'Name' && name !== undefined ? receiverClass(object, model)?.owner : undefined;
    if (owner !== undefined && name !== undefined) set.set(owner, [...(set.get(owner) ?? []), name]);
  }
  return set;
});

/** Of what only methods bind: whatever is in the body of the class, a branch or a descriptor may change. */
function accessPathsOf(
  classDef: ClassDef,
  attributes: SummaryClass['attributes'],
  stores: readonly Store[],
  model: SemanticModel,
): Pick<SummaryClass, 'accessPaths'> {
  if (model.context.role === 'test' || model.state.bindsUnseen(classDef)) return {};
  const inBody = model.names.scopeOf(classDef)?.bindings;
  const found = new Map<string, string | undefined>();
  for (const { target } of stores) {
    const { attr, parent } = target;
    if (attributes[attr] !== null || inBody?.has(attr) === true || (found.has(attr) && found.get(attr) === undefined))
      continue;
    const value = parent?.kind === 'Assign' || parent?.kind === 'AnnAssign' ? parent.value : undefined;
    if (value?.kind === 'Constant' && value.value.kind === 'none') continue;
    const accessPath = value && (model.effects.projectPath({ func: value }) ?? keptOfMaker(value, classDef, model));
    const known = found.get(attr);
    found.set(attr, known === undefined || known === accessPath ? accessPath : undefined);
  }
  const accessPaths = [...found].flatMap(([attr, accessPath]) =>
    accessPath === undefined ? [] : [[attr, accessPath] as const],
  );
  return accessPaths.length === 0 ? {} : { accessPaths: Object.fromEntries(accessPaths) };
}

const isPlainMetaclass = (value: Expression, { names }: SemanticModel): boolean =>
  PLAIN_METACLASSES.has(names.qualifiedName(value) ?? '');
const PLAIN_METACLASSES: ReadonlySet<string> = new Set([
  'abc.ABCMeta',
  'builtins.type',
  'enum.EnumMeta',
  'enum.EnumType',
]);

/** `__new__` asks no other `__new__` for the object: what it gives may be of any class. */
function returnsOthers({ body }: ClassDef): boolean {
  const maker = body.find((each) => each.kind === 'FunctionDef' && each.name === '__new__');
  return maker !== undefined && !holds(maker, (node) => node.kind === 'Attribute' && node.attr === '__new__');
}

const CONSTRUCTORS: ReadonlySet<string> = new Set(['__init__', '__new__', '__post_init__', '__setstate__']);

function changesAfterConstruction({ method }: Store): boolean {
  return !CONSTRUCTORS.has(method);
}

const CONTAINERS: ReadonlySet<string> = new Set([
  'builtins.dict',
  'builtins.list',
  'builtins.set',
  'builtins.bytearray',
  'collections.defaultdict',
  'collections.OrderedDict',
  'collections.Counter',
  'collections.deque',
  'queue.Queue',
  'asyncio.Queue',
]);
const RANDOM = /^(secrets\.|os\.urandom$|uuid\.uuid[14]$|random\.|cryptography\.fernet\.Fernet\.generate_key$)/;

/** Made in the constructor, but never the same twice: an empty container to be filled, a connection, or something random. */
function holdsState({ target }: Store, model: SemanticModel): boolean {
  const value = storedValue(target);
  if (value === undefined) return false;
  if (value.kind === 'Call' && RANDOM.test(model.types.calleeName(value.func) ?? '')) return true;
  if (value.kind === 'Call' && isClient(model.types.calleeName(value.func))) return true;
  return isEmptyDisplay(value) || (value.kind === 'Call' && CONTAINERS.has(model.types.classOf(value) ?? ''));
}

/** A connection of a library, which another object of the class would open a second time. */
function isClient(name: string | undefined): boolean {
  if (name === undefined || /^(?:builtins|threading|asyncio|multiprocessing)\./.test(name)) return false;
  return CLIENT_FACTORIES.has(name) || CLIENT_CLASS.test(name.slice(name.lastIndexOf('.') + 1));
}

function storedValue(target: Attribute): Node | undefined {
  const statement = target.parent;
  return statement?.kind === 'Assign' || statement?.kind === 'AnnAssign' ? statement.value : undefined;
}

function isEmptyDisplay(value: Node): boolean {
  return (value.kind === 'Dict' && value.keys.length === 0) || (value.kind === 'List' && value.elts.length === 0);
}
