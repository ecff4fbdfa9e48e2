import {
  type AsyncFunctionDef,
  type Attribute,
  type Call,
  type ClassDef,
  type Expression,
  type FunctionDef,
  isCapWords,
  lastName,
  type Name,
  type Node,
  type Subscript,
  stringConstant,
  type TakenByText,
  takenByText,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { PYTHON_BUILTINS, UNSHADOWED_BUILTINS } from '../../knowledge/builtins.ts';
import { FOLLOWED } from '../limits.ts';
import type { Definition, ImportedName } from '../names.ts';
import type { ScopeTree } from './build-scopes.ts';
import { importTarget } from './imports.ts';
import { qualnameWithin } from './qualname.ts';
import { type BindingRecord, lookupFrom, type ScopeRecord } from './scope.ts';
import { exclusionOf } from './statement.ts';

type DefinitionNode = FunctionDef | AsyncFunctionDef | ClassDef;

/** What one binding stands for. `variable` is a name bound to a value that has no dotted name of its own. */
type Target =
  | { readonly kind: 'dotted'; readonly name: string; readonly from: Definition }
  | { readonly kind: 'variable'; readonly name: string | undefined }
  | undefined;

/** Answers which dotted name an expression refers to. */
export class QualifiedNames {
  readonly #targets = new Map<BindingRecord, Target>();
  readonly #attributes = new Map<Attribute, string | undefined>();
  #depth = 0;

  constructor(
    readonly tree: ScopeTree,
    readonly moduleName: string,
    readonly imports: ReadonlyMap<Node, ImportedName>,
    readonly hasStarImport: boolean,
    readonly scopeAt: (node: Node) => ScopeRecord,
  ) {}

  of(expression: Expression): string | undefined {
    if (expression.kind === 'Name') return this.#ofName(expression, false);
    if (expression.kind === 'Call' || expression.kind === 'Subscript') return this.#ofTaken(expression);
    if (expression.kind !== 'Attribute') return undefined;
    const known = this.#attributes.get(expression);
    if (known !== undefined || this.#attributes.has(expression)) return known;
    const answer = this.#ofAttribute(expression);
    this.#attributes.set(expression, answer);
    return answer;
  }

  /** The same for a dotted name that is text, as if it stood at a node. */
  ofText(dotted: string, at: Node): string | undefined {
    const [first = '', ...attributes] = dotted.split('.');
    const base = this.#ofIdentifier(first, lookupFrom(this.scopeAt(at), first), at, attributes.length > 0);
    return base === undefined ? undefined : [base, ...attributes].join('.');
  }

  /** The function or class statement of this file that an expression names. */
  definitionOf(expression: Expression): DefinitionNode | undefined {
    if (expression.kind === 'Name') {
      const binding = this.tree.resolved.get(expression);
      return binding === undefined ? undefined : this.#definitionOfBinding(binding);
    }
    if (expression.kind === 'Subscript') {
      const generic = namesTypes(expression.slice) ? this.definitionOf(expression.value) : undefined;
      return generic?.kind === 'ClassDef' ? generic : undefined;
    }
    if (expression.kind !== 'Attribute' || this.#depth > FOLLOWED.imports) return undefined;
    this.#depth++;
    const owner = this.definitionOf(expression.value);
    this.#depth--;
    if (owner?.kind !== 'ClassDef') return undefined;
    const member = this.tree.scopes.get(owner)?.bindings.get(expression.attr);
    return member === undefined ? undefined : this.#definitionOfBinding(member);
  }

  #ofAttribute(expression: Attribute): string | undefined {
    let root: Expression = expression;
    let length = 0;
    while (root.kind === 'Attribute') {
      root = root.value;
      if (++length > FOLLOWED.imports) return undefined;
    }
    const base = this.#ofOwner(root);
    if (base === undefined) return undefined;
    let attributes = '';
    for (let at: Expression = expression; at.kind === 'Attribute'; at = at.value)
      attributes = `.${at.attr}${attributes}`;
    return base + attributes;
  }

  #ofOwner(owner: Expression): string | undefined {
    return owner.kind === 'Name' ? this.#ofName(owner, true) : this.of(owner);
  }

  /** `getattr(os, "system")`, `__import__("os")`, `{"run": os.system}["run"]`. */
  #ofTaken(expression: Call | Subscript): string | undefined {
    if (this.#depth > FOLLOWED.imports) return undefined;
    const taken = takenByText(expression);
    this.#depth++;
    const name = taken === undefined ? this.#ofEntry(expression) : this.#named(taken, expression);
    this.#depth--;
    return name;
  }

  #named(taken: TakenByText, at: Node): string | undefined {
    const { kind, by, name } = taken;
    const qualified = this.of(by);
    if (kind === 'member') {
      const isPlain = by.kind === 'Attribute' || BY_TEXT.has(qualified ?? '') || qualified === 'builtins';
      const owner = isPlain ? this.#ofOwner(taken.owner) : undefined;
      return owner === undefined ? undefined : `${owner}.${name}`;
    }
    if (kind === 'global')
      return qualified === 'builtins.globals'
        ? this.#ofIdentifier(name, lookupFrom(this.tree.module, name), at, false)
        : undefined;
    if (name.startsWith('.')) return undefined;
    if (qualified === 'builtins.__import__') return name.split('.', 1)[0];
    return qualified === 'importlib.import_module' || qualified === 'sys.modules' ? name : undefined;
  }

  /** Of a table of functions the one that its key says, or the only one; of `Box[int]` the class. */
  #ofEntry(expression: Call | Subscript): string | undefined {
    if (expression.kind !== 'Subscript') return undefined;
    if (expression.value.kind !== 'Dict') return this.#ofGeneric(expression);
    const { keys, values } = expression.value;
    const key = stringConstant(expression.slice);
    const [only, second] = values;
    const ofKey = key === undefined ? -1 : keys.findLastIndex((each) => stringConstant(each) === key);
    const entry = key === undefined && second === undefined ? only : values[ofKey];
    return entry === undefined ? undefined : this.of(entry);
  }

  #ofGeneric({ value, slice, parent }: Subscript): string | undefined {
    const isCalled = parent?.kind === 'Call' && parent.func.kind === 'Subscript';
    if (!isCalled || !isCapWords(lastName(value) ?? '') || !namesTypes(slice)) return undefined;
    const name = this.of(value);
    return name?.startsWith('typing.') ? undefined : name;
  }

  #ofName(name: Name, asOwner: boolean): string | undefined {
    return this.#ofIdentifier(name.id, this.tree.resolved.get(name), name, asOwner);
  }

  /** `asOwner`: an attribute is taken from it, so that a variable (an object) has no name to give. */
  #ofIdentifier(id: string, binding: BindingRecord | undefined, at: Node, asOwner: boolean): string | undefined {
    if (binding === undefined) return this.#unresolved(id, at);
    const target = this.#targetOf(binding);
    if (target === undefined || (target.kind === 'variable' && asOwner)) return undefined;
    return target.name;
  }

  #unresolved(id: string, at: Node): string | undefined {
    if (id === '__builtins__') return 'builtins';
    if (id === '__class__') return this.#classAround(at);
    const builtin = BUILTIN_NAMES.get(id);
    return this.hasStarImport && !UNSHADOWED_BUILTINS.has(id) ? undefined : builtin;
  }

  /** `__class__` in a method is the class that lexically holds it. */
  #classAround(at: Node): string | undefined {
    let scope: ScopeRecord | undefined = this.scopeAt(at);
    if (scope.kind === 'class') return undefined;
    while (scope !== undefined && scope.kind !== 'class') scope = scope.parent;
    return scope?.node.kind === 'ClassDef' && scope.parent !== undefined
      ? this.#local(qualnameWithin(scope.parent, scope.node.name))
      : undefined;
  }

  #targetOf(binding: BindingRecord): Target {
    const known = this.#targets.get(binding);
    if (known !== undefined || this.#targets.has(binding)) return known;
    if (this.#depth > FOLLOWED.imports) return undefined;
    // What is asked about while it is being answered refers to itself, and stays unknown.
    this.#targets.set(binding, undefined);
    this.#depth++;
    const target = this.#decide(binding);
    this.#depth--;
    this.#targets.set(binding, target);
    return target;
  }

  #decide(binding: BindingRecord): Target {
    const [only] = binding.definitions;
    // By far most bindings have one definition, which needs no weighing.
    if (only !== undefined && binding.definitions.length === 1 && only.kind !== 'annotation') {
      const name = this.#nameBoundBy(only, binding);
      return name === undefined ? this.#variable(binding, binding.definitions) : { kind: 'dotted', name, from: only };
    }
    return this.#weigh(binding);
  }

  #weigh(binding: BindingRecord): Target {
    const definitions = binding.definitions.filter((definition) => definition.kind !== 'annotation');
    const named = definitions.map((definition) => ({ definition, name: this.#nameBoundBy(definition, binding) }));
    const meaningful = named.filter(({ definition }) => !isPlaceholder(definition));
    const chosen = meaningful.find(({ definition }) => isImport(definition)) ?? meaningful[0];
    if (chosen === undefined) return this.#variable(binding, definitions);
    if (chosen.name === undefined) return meaningful.length === 1 ? this.#variable(binding, definitions) : undefined;
    for (const other of meaningful) {
      if (other === chosen || other.name === chosen.name) continue;
      if (!isFallback(chosen.definition, other.definition)) return undefined;
    }
    return { kind: 'dotted', name: chosen.name, from: chosen.definition };
  }

  /** A module or class variable is named by where it stands; a local has no name elsewhere. */
  #variable(binding: BindingRecord, definitions: readonly Definition[]): Target {
    if (definitions.length > 1) return undefined;
    if (definitions.some((definition) => !VARIABLE_KINDS.has(definition.kind))) return undefined;
    const { kind } = binding.scope;
    const name =
      kind === 'module' || kind === 'class' ? this.#local(qualnameWithin(binding.scope, binding.name)) : undefined;
    return { kind: 'variable', name };
  }

  #nameBoundBy(definition: Definition, binding: BindingRecord): string | undefined {
    switch (definition.kind) {
      case 'import':
      case 'from-import': {
        const imported = this.imports.get(definition.node);
        return imported === undefined ? undefined : importTarget(imported);
      }
      case 'function':
      case 'class':
        return this.#local(qualnameWithin(binding.scope, definition.name));
      case 'assignment':
      case 'named-expression':
        return definition.value === undefined ? undefined : this.#nameOfValue(definition.value);
      default:
        return undefined;
    }
  }

  /** An alias of a variable (`handler = app`) is an object, not a name. */
  #nameOfValue(value: Expression): string | undefined {
    if (value.kind === 'Name') {
      const binding = this.tree.resolved.get(value);
      if (binding !== undefined && this.#targetOf(binding)?.kind !== 'dotted') return undefined;
    }
    return this.of(value);
  }

  #local(qualname: string): string {
    return this.moduleName === '' ? qualname : `${this.moduleName}.${qualname}`;
  }

  #definitionOfBinding(binding: BindingRecord): DefinitionNode | undefined {
    const target = this.#targetOf(binding);
    if (target?.kind !== 'dotted') return undefined;
    if (isImport(target.from)) return undefined;
    if (target.from.value !== undefined) return this.definitionOf(target.from.value);
    return lastingNode(binding);
  }
}

/** Asked for each use of a name that may be defined as often. */
const lastingNode = memoize(({ definitions, name }: BindingRecord): DefinitionNode | undefined => {
  const nodes = definitions.flatMap(({ node }) => (isDefinitionNode(node) ? [node] : []));
  // Of a property the getter speaks for all; otherwise the last definition is the one that stays.
  return nodes.slice(1).some((node) => isPropertyPart(node, name)) ? nodes[0] : nodes.at(-1);
});

const BUILTIN_NAMES: ReadonlyMap<string, string> = new Map(Array.from(PYTHON_BUILTINS, (id) => [id, `builtins.${id}`]));

/** Builtins that take a member of what they are given by the text of its name. */
const BY_TEXT: ReadonlySet<string> = new Set(['builtins.getattr', 'builtins.vars']);

const VARIABLE_KINDS: ReadonlySet<string> = new Set(['assignment', 'named-expression', 'annotation', 'type-alias']);

function isImport(definition: Definition): boolean {
  return definition.kind === 'import' || definition.kind === 'from-import';
}

/** `x = None`, `x = False`: what is in until, or unless, something real is bound. */
function isPlaceholder(definition: Definition): boolean {
  if (definition.value?.kind !== 'Constant') return false;
  const { kind } = definition.value.value;
  return kind === 'none' || kind === 'bool' || kind === 'ellipsis';
}

/** Whether `other` only takes effect where `chosen` did not: a handler's, or the other branch of a conditional import. */
function isFallback(chosen: Definition, other: Definition): boolean {
  if (other.kind === 'delete') return false;
  const exclusion = exclusionOf(chosen.node, other.node);
  return exclusion === 'try' || (exclusion === 'if' && isImport(chosen) && isImport(other));
}

function isDefinitionNode(node: Node): node is DefinitionNode {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef';
}

function isPropertyPart(node: DefinitionNode, name: string): boolean {
  return node.decorator_list.some(
    (decorator) => decorator.kind === 'Attribute' && decorator.value.kind === 'Name' && decorator.value.id === name,
  );
}

/** What is in the brackets of a generic class: `int`, `list[Row]`, `str | None`, `Key, Row`. */
function namesTypes(slice: Expression): boolean {
  switch (slice.kind) {
    case 'Name':
    case 'Attribute':
      return isCapWords(lastName(slice) ?? '') || (slice.kind === 'Name' && TYPES.has(slice.id));
    case 'Subscript':
      return namesTypes(slice.value);
    case 'BinOp':
      return namesTypes(slice.left);
    case 'Tuple':
      return slice.elts.length > 0 && slice.elts.every(namesTypes);
    case 'Constant':
      return slice.value.kind === 'none';
    default:
      return false;
  }
}

const TYPES: ReadonlySet<string> = new Set(
  'int str bytes float bool complex list tuple dict set frozenset object type bytearray range'.split(' '),
);
