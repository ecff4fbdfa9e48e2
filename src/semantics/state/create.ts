import { type ClassDef, type Expression, identifiersOf } from '../../ast/index.ts';
import { classAround, classOfMethod, functionAround } from '../context/enclosing.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { FunctionNode, Guarding, State, StateLife } from '../state.ts';
import { Guards } from './guards.ts';
import { Hierarchy, type MethodDef } from './hierarchy.ts';
import { Life } from './life.ts';
import { ATTRIBUTES_BY_NAME, type ClassMentions, findMentions, isDynamicMethod, setsAttribute } from './mentions.ts';
import { findReceivers, type Receivers } from './receivers.ts';

/** What the classes and the module of one file keep. */
export function createState(model: SemanticModel): State {
  return new FileState(model);
}

/** Methods that run before anybody else has the object. */
const CREATING_METHODS: ReadonlySet<string> = new Set([
  '__init__',
  '__new__',
  '__post_init__',
  '__attrs_post_init__',
  '__init_subclass__',
  'model_post_init',
  'setUp',
  'setUpClass',
  'setup_method',
]);
const STATE_DEFINITIONS: ReadonlySet<string> = new Set([
  'assignment',
  'annotation',
  'augmented',
  'named-expression',
  'for',
  'with',
  'delete',
]);
const ALIAS_DEPTH = 5;

class FileState implements State {
  readonly #model: SemanticModel;
  readonly #hierarchy: Hierarchy;
  readonly #classes = new Map<ClassDef, ReadonlyMap<string, StateLife>>();
  readonly #creating = new Map<FunctionNode, boolean>();
  readonly #guards: Guards;
  #receivers: Receivers | undefined;
  #mentions: ReadonlyMap<ClassDef, ClassMentions> | undefined;
  #moduleLives: ReadonlyMap<string, StateLife> | undefined;
  #applicationLives: ReadonlyMap<string, StateLife> | undefined;

  constructor(model: SemanticModel) {
    this.#model = model;
    this.#hierarchy = new Hierarchy(model);
    this.#guards = new Guards(model);
  }

  ofClass(classDef: ClassDef): ReadonlyMap<string, StateLife> {
    const known = this.#classes.get(classDef);
    if (known !== undefined) return known;
    const lives = this.#buildClass(classDef);
    this.#classes.set(classDef, lives);
    return lives;
  }

  ofModule(): ReadonlyMap<string, StateLife> {
    this.#moduleLives ??= this.#buildModule();
    return this.#moduleLives;
  }

  ofApplication(): ReadonlyMap<string, StateLife> {
    this.#applicationLives ??= this.#buildApplication();
    return this.#applicationLives;
  }

  methodsOf(classDef: ClassDef): ReadonlyMap<string, MethodDef> {
    return this.#hierarchy.methodsOf(classDef);
  }

  mentionsOf(classDef: ClassDef, name: string): readonly Expression[] {
    return this.#hierarchy.kinOf(classDef).flatMap((kin) => this.#allMentions.get(kin)?.byName.get(name) ?? []);
  }

  mentionsOfLife(life: StateLife): readonly Expression[] {
    const { owner, name } = life;
    if (owner !== undefined) return this.mentionsOf(owner, name);
    if (this.ofApplication().get(name) === life) return this.#model.types.applicationMentions().get(name) ?? [];
    return this.#model.names.moduleScope.bindings.get(name)?.references ?? [];
  }

  hasDynamicAttributes(classDef: ClassDef): boolean {
    return this.#isOpen(classDef, ({ isDynamic }) => isDynamic);
  }

  bindsUnseen(classDef: ClassDef): boolean {
    return this.#isOpen(classDef, ({ bindsUnseen }) => bindsUnseen);
  }

  #isOpen(classDef: ClassDef, isOpened: (mentions: ClassMentions) => boolean): boolean {
    const line = this.#hierarchy.lineOf(classDef);
    if (line.some((each) => this.#hierarchy.ownMethodsOf(each).some(isDynamicMethod))) return true;
    // Asked of every class of every file; most files need no mentions for the answer.
    const used = identifiersOf(this.#model.source.module);
    if (!ATTRIBUTES_BY_NAME.some((name) => used.has(name))) return false;
    return line.some((each) => {
      const mentions = this.#allMentions.get(each);
      return mentions !== undefined && isOpened(mentions);
    });
  }

  runsInCreation(fn: FunctionNode): boolean {
    const known = this.#creating.get(fn);
    if (known !== undefined) return known;
    const owner = classOfMethod(fn);
    // A method that calls itself is no reason of its own.
    this.#creating.set(fn, false);
    const isCreating = owner !== undefined && fn.kind !== 'Lambda' && this.#runsInCreation(owner, fn);
    this.#creating.set(fn, isCreating);
    return isCreating;
  }

  lifeOf(expression: Expression): StateLife | undefined {
    let at: Expression | undefined = expression;
    for (let depth = 0; at !== undefined && depth < ALIAS_DEPTH; depth++) {
      if (at.kind === 'Attribute') {
        const kept = this.#keptByApplication(at);
        if (kept !== undefined) return kept;
        const owner = this.#classMeant(at.value);
        return owner === undefined ? undefined : this.ofClass(owner).get(this.#stateBehind(owner, at.attr));
      }
      if (at.kind === 'NamedExpr') at = at.value;
      else if (at.kind !== 'Name') return undefined;
      else {
        const binding: Binding | undefined = this.#model.names.resolve(at);
        if (binding?.scope.kind === 'module') return this.ofModule().get(at.id);
        if (binding?.scope.node.kind === 'ClassDef') return this.ofClass(binding.scope.node).get(at.id);
        at = binding?.definitions.length === 1 ? binding.definitions[0]?.value : undefined;
      }
    }
    return undefined;
  }

  guardingOf(expression: Expression): Guarding | undefined {
    return this.#guards.of(expression);
  }

  #keptByApplication(at: Expression): StateLife | undefined {
    const name = this.#model.types.nameInApplication(at);
    return name === undefined ? undefined : this.ofApplication().get(name);
  }

  get #allReceivers(): Receivers {
    this.#receivers ??= findReceivers(this.#model, this.#hierarchy);
    return this.#receivers;
  }

  get #allMentions(): ReadonlyMap<ClassDef, ClassMentions> {
    this.#mentions ??= findMentions(this.#model, this.#hierarchy, this.#allReceivers);
    return this.#mentions;
  }

  /** The class whose object, or which itself, an expression is. */
  #classMeant(receiver: Expression): ClassDef | undefined {
    const object = objectBehind(receiver);
    const binding = object.kind === 'Name' ? this.#model.names.resolve(object) : undefined;
    return binding === undefined ? undefined : this.#allReceivers.get(binding);
  }

  /** The attribute that a property only returns, else the name itself. */
  #stateBehind(classDef: ClassDef, name: string): string {
    for (const each of this.#hierarchy.lineOf(classDef)) {
      const attribute = this.#allMentions.get(each)?.properties.get(name);
      if (attribute !== undefined) return attribute;
    }
    return name;
  }

  #buildClass(classDef: ClassDef): ReadonlyMap<string, StateLife> {
    const bodies = new Map<string, Expression[]>();
    const mentions = new Map<string, Expression[]>();
    for (const each of this.#hierarchy.lineOf(classDef)) {
      for (const binding of this.#model.names.scopeOf(each)?.bindings.values() ?? []) {
        const nodes = mentionsOfBinding(binding);
        if (nodes !== undefined) addAll(bodies, binding.name, nodes);
      }
      for (const [name, nodes] of this.#allMentions.get(each)?.byName ?? []) addAll(mentions, name, nodes);
    }
    const methods = this.methodsOf(classDef);
    const lives = new Map<string, StateLife>();
    for (const name of new Set([...bodies.keys(), ...mentions.keys()])) {
      const named = mentions.get(name) ?? [];
      const isBound = bodies.has(name) || named.some(isStore);
      if (!isBound && (methods.has(name) || this.#isNestedClass(classDef, name))) continue;
      lives.set(name, this.#lifeFrom(name, classDef, bodies.get(name) ?? [], named));
    }
    return lives;
  }

  #buildModule(): ReadonlyMap<string, StateLife> {
    const lives = new Map<string, StateLife>();
    for (const binding of this.#model.names.moduleScope.bindings.values()) {
      if (/^__\w+__$/.test(binding.name)) continue;
      const nodes = mentionsOfBinding(binding);
      if (nodes === undefined) continue;
      const life = this.#lifeFrom(binding.name, undefined, [], nodes);
      const isKept =
        nodes.some((node) => functionAround(node) !== undefined) || isContainer(life) || this.#isOwnObject(life);
      if (isKept) lives.set(binding.name, life);
    }
    return lives;
  }

  /** `limiter = Limiter()` of a class of this file: other modules use it. */
  #isOwnObject(life: StateLife): boolean {
    return life
      .of('create')
      .some(({ value }) => value?.kind === 'Call' && this.#model.names.definitionOf(value.func)?.kind === 'ClassDef');
  }

  /** Start-up makes it, in whatever function; bound at two places, one of them makes it anew. */
  #buildApplication(): ReadonlyMap<string, StateLife> {
    const lives = new Map<string, StateLife>();
    for (const [name, mentions] of this.#model.types.applicationMentions()) {
      const isMadeOnce = mentions.filter(isStore).length === 1;
      const source = { name, owner: undefined, bodyMentions: [], mentions, isCreating: () => isMadeOnce };
      lives.set(name, new Life(this.#model, source));
    }
    return lives;
  }

  #lifeFrom(
    name: string,
    owner: ClassDef | undefined,
    bodyMentions: readonly Expression[],
    mentions: readonly Expression[],
  ): StateLife {
    const isCreating = (fn: FunctionNode, mention: Expression): boolean =>
      owner !== undefined && (this.runsInCreation(fn) || this.#isOfNewObject(mention));
    return new Life(this.#model, { name, owner, bodyMentions, mentions, isCreating });
  }

  /** `made.x` where `made = cls()`: nobody else has that object yet. */
  #isOfNewObject(mention: Expression): boolean {
    if (mention.kind !== 'Attribute' || mention.value.kind !== 'Name') return false;
    const binding = this.#model.names.resolve(mention.value);
    return binding?.scope.kind !== 'module' && binding?.definitions[0]?.value?.kind === 'Call';
  }

  #isNestedClass(classDef: ClassDef, name: string): boolean {
    return this.#hierarchy.lineOf(classDef).some((each) => {
      const definitions = this.#model.names.scopeOf(each)?.bindings.get(name)?.definitions;
      return definitions?.some((definition) => definition.kind === 'class') === true;
    });
  }

  #isCalledInCreation(mention: Expression): boolean {
    const around = functionAround(mention);
    const isCalled = mention.parent?.kind === 'Call' && mention.parent.func === mention;
    if (!isCalled || around === undefined || around.kind === 'Lambda') return false;
    return classAround(around) === classOfMethod(around) && this.runsInCreation(around);
  }

  #runsInCreation(owner: ClassDef, method: MethodDef): boolean {
    if (CREATING_METHODS.has(method.name)) return true;
    if (!method.name.startsWith('_') || method.name.endsWith('__')) return false;
    const mentions = this.mentionsOf(owner, method.name);
    return mentions.length > 0 && mentions.every((mention) => this.#isCalledInCreation(mention));
  }
}

const isContainer = ({ container }: StateLife): boolean => container !== undefined && container !== 'other';

/** `self` in `self.__class__` and `type(self)`. */
function objectBehind(receiver: Expression): Expression {
  if (receiver.kind === 'Attribute' && receiver.attr === '__class__') return receiver.value;
  const isType = receiver.kind === 'Call' && receiver.func.kind === 'Name' && receiver.func.id === 'type';
  return isType ? (receiver.args[0] ?? receiver) : receiver;
}

/** Every node that binds or loads a name; undefined for imports, functions, classes and parameters. */
function mentionsOfBinding(binding: Binding): readonly Expression[] | undefined {
  const { definitions, references } = binding;
  if (!definitions.every(({ kind }) => STATE_DEFINITIONS.has(kind))) return undefined;
  const nodes: Expression[] = [];
  for (const { node } of definitions) if (node.kind === 'Name') nodes.push(node);
  if (nodes.length === 0) return undefined;
  for (const reference of references) nodes.push(reference);
  return inOrder(nodes) ? nodes : [...new Set(nodes)].sort((a, b) => a.start - b.start);
}

/** Each further on than the one before, so that none is there twice; most names are bound before they are used. */
function inOrder(nodes: readonly Expression[]): boolean {
  let last = -1;
  for (const { start } of nodes) {
    if (start <= last) return false;
    last = start;
  }
  return true;
}

function isStore(mention: Expression): boolean {
  if (mention.kind === 'Attribute' || mention.kind === 'Subscript') return mention.ctx === 'Store';
  return mention.kind === 'Call' && setsAttribute(mention);
}

function addAll(into: Map<string, Expression[]>, name: string, nodes: readonly Expression[]): void {
  const known = into.get(name);
  if (known === undefined) into.set(name, [...nodes]);
  else known.push(...nodes);
}
