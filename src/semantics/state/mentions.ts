/** Where each attribute of a class is mentioned in that class's code. */
import type { Attribute, Call, ClassDef, Expression, Name } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Hierarchy, MethodDef } from './hierarchy.ts';
import { isNewCall, type Receivers } from './receivers.ts';

/** Mentions of the attributes of one class, those of its bases left out. */
export interface ClassMentions {
  /** `self.x`, `cls.x`, `setattr(self, "x", v)`, `object.__setattr__(self, "x", v)`, in source order. */
  readonly byName: ReadonlyMap<string, readonly Expression[]>;
  /** Attributes may be made or read that no mention names. */
  readonly isDynamic: boolean;
  /** Of these: attributes may be made that no mention names; `getattr(self, name)` and `self.__dict__.items()` make none. */
  readonly bindsUnseen: boolean;
  /** Properties that only return an attribute, with its name; their mentions are the attribute's. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Mentions of every class of the file. */
export function findMentions(
  model: SemanticModel,
  hierarchy: Hierarchy,
  receivers: Receivers,
): ReadonlyMap<ClassDef, ClassMentions> {
  const drafts = new Map<ClassDef, Draft>();
  for (const classDef of hierarchy.classes) drafts.set(classDef, new Draft(hierarchy.ownMethodsOf(classDef)));
  for (const [binding, classDef] of receivers) {
    const draft = drafts.get(classDef);
    for (const name of binding.references) draft?.addReference(name);
  }
  for (const [classDef, draft] of drafts) draft.finish(model, hierarchy.ownMethodsOf(classDef));
  return drafts;
}

/** `setattr(self, "x", v)`, and `object.__setattr__(self, "x", v)`, which asks no `__setattr__` of the class. */
export const setsAttribute = ({ func }: Call): boolean =>
  func.kind === 'Name' ? func.id === 'setattr' : func.kind === 'Attribute' && func.attr === '__setattr__';

/** The constant name in `getattr(self, "x")` and its like; undefined when the name is computed. */
function attributeNamed(call: Call): string | undefined {
  const name = call.args[1];
  return name?.kind === 'Constant' && name.value.kind === 'str' ? name.value.value : undefined;
}

const ATTRIBUTE_FUNCTIONS: ReadonlySet<string> = new Set(['setattr', 'getattr', 'hasattr', 'delattr']);
const DYNAMIC_METHODS: ReadonlySet<string> = new Set([
  '__getattr__',
  '__getattribute__',
  '__setattr__',
  '__setstate__',
]);

/** Identifiers without one of which no code touches attributes by names that are nowhere. */
export const ATTRIBUTES_BY_NAME: readonly string[] = [...ATTRIBUTE_FUNCTIONS, '__setattr__', 'vars', '__dict__'];

/** `__getattr__` and its like: whatever is asked may be an attribute. */
export function isDynamicMethod({ name }: MethodDef): boolean {
  return DYNAMIC_METHODS.has(name);
}

class Draft implements ClassMentions {
  readonly byName = new Map<string, Expression[]>();
  readonly properties = new Map<string, string>();
  isDynamic: boolean;
  bindsUnseen: boolean;

  constructor(methods: readonly MethodDef[]) {
    this.isDynamic = methods.some(isDynamicMethod);
    this.bindsUnseen = this.isDynamic;
  }

  addReference(name: Name): void {
    const parent = name.parent;
    if (parent?.kind === 'Attribute' && parent.value === name) this.#addAttribute(parent);
    else if (parent?.kind === 'Call' && parent.args[0] === name) this.#addCall(parent);
  }

  /** Settles what needs all mentions: objects kept by the class itself, properties that stand for an attribute, order. */
  finish(model: SemanticModel, methods: readonly MethodDef[]): void {
    for (const mentions of [...this.byName.values()]) {
      if (mentions.some(isBoundToNew)) for (const mention of mentions) this.#addThroughObject(mention);
    }
    for (const method of methods) {
      const attribute = attributeReturnedBy(model, method);
      if (attribute !== undefined && attribute !== method.name) {
        this.properties.set(method.name, attribute);
        this.#merge(method.name, attribute);
      }
    }
    for (const mentions of this.byName.values()) mentions.sort((a, b) => a.start - b.start);
  }

  #addAttribute(attribute: Attribute): void {
    const parent = attribute.parent;
    const isThroughClass = attribute.attr === '__class__' && parent?.kind === 'Attribute';
    const named = isThroughClass ? parent : attribute;
    if (named.attr === '__dict__') this.#addWhole(named);
    else if (named.attr !== '__class__') this.#add(named.attr, named);
  }

  #addCall(call: Call): void {
    if (setsAttribute(call)) this.#addNamed(call);
    else if (call.func.kind !== 'Name') return;
    else if (call.func.id === 'type' && call.args.length === 1) {
      if (call.parent?.kind === 'Attribute') this.#addAttribute(call.parent);
    } else if (call.func.id === 'vars') this.#addWhole(call);
    else if (ATTRIBUTE_FUNCTIONS.has(call.func.id)) this.#addNamed(call);
  }

  #addNamed(call: Call): void {
    const name = attributeNamed(call);
    if (name !== undefined) {
      this.#add(name, call);
      return;
    }
    this.isDynamic = true;
    if (setsAttribute(call)) this.bindsUnseen = true;
  }

  /** `self.__dict__`, `vars(self)`: all attributes at once. */
  #addWhole(attributes: Expression): void {
    this.isDynamic = true;
    if (!isOnlyRead(attributes)) this.bindsUnseen = true;
  }

  /** `cls._instance = super().__new__(cls)`: then `cls._instance.x` is an attribute of the object. */
  #addThroughObject(mention: Expression): void {
    const parent = mention.parent;
    if (parent?.kind === 'Attribute' && parent.value === mention) this.#add(parent.attr, parent);
  }

  #merge(from: string, into: string): void {
    const moved = this.byName.get(from);
    if (moved === undefined) return;
    this.byName.delete(from);
    for (const mention of moved) this.#add(into, mention);
  }

  #add(name: string, mention: Expression): void {
    const mentions = this.byName.get(name);
    if (mentions === undefined) this.byName.set(name, [mention]);
    else mentions.push(mention);
  }
}

/** A dict that is asked, gone through, compared or copied, and neither changed nor handed on. */
function isOnlyRead(dict: Expression): boolean {
  const parent = dict.parent;
  switch (parent?.kind) {
    case 'Attribute':
      return parent.parent?.kind === 'Call' && parent.parent.func === parent && READING_METHODS.has(parent.attr);
    case 'Subscript':
      return parent.value === dict && parent.ctx === 'Load';
    case 'Call':
      return parent.func.kind === 'Name' && READING_FUNCTIONS.has(parent.func.id);
    case 'For':
    case 'comprehension':
      return parent.iter === dict;
    case 'keyword':
      return parent.arg === undefined;
    case 'Compare':
    case 'FormattedValue':
      return true;
    default:
      return false;
  }
}

const READING_METHODS: ReadonlySet<string> = new Set(['items', 'keys', 'values', 'get', 'copy']);
const READING_FUNCTIONS: ReadonlySet<string> = new Set([
  'dict',
  'len',
  'list',
  'set',
  'sorted',
  'str',
  'repr',
  'tuple',
]);

function isBoundToNew(mention: Expression): boolean {
  return mention.parent?.kind === 'Assign' && mention.parent.value !== mention && isNewCall(mention.parent.value);
}

/** `@property def cache(self): return self._cache`: the attribute that the property stands for. */
function attributeReturnedBy(model: SemanticModel, method: MethodDef): string | undefined {
  if (!method.decorator_list.some((decorator) => decorator.kind === 'Name' && decorator.id === 'property'))
    return undefined;
  const last = method.body[method.body.length - 1];
  if (last?.kind !== 'Return' || last.value?.kind !== 'Attribute' || last.value.value.kind !== 'Name') return undefined;
  const isOnly = method.body
    .slice(0, -1)
    .every((statement) => statement.kind === 'Expr' && statement.value.kind === 'Constant');
  const receiver = model.names.parameterOf(last.value.value);
  return isOnly && receiver?.parent?.parent === method ? last.value.attr : undefined;
}
