import type {
  Alias,
  Arguments,
  AsyncFunctionDef,
  Attribute,
  ClassDef,
  DictComp,
  Expression,
  FunctionDef,
  GeneratorExp,
  ImportFrom,
  Lambda,
  ListComp,
  Module,
  Name,
  Node,
  SetComp,
  TypeAlias,
  TypeParam,
} from '../../ast/index.ts';
import { pushChildren } from '../../ast/index.ts';
import type { Definition } from '../names.ts';
import { definitionOfCapture, definitionOfHandler, definitionOfStatement, definitionOfTarget } from './definition.ts';
import { parametersOf } from './parameters.ts';
import { type BindingRecord, lookupFrom, resolveAt, ScopeRecord } from './scope.ts';

/** The scopes of one file, with every name resolved. */
export interface ScopeTree {
  readonly module: ScopeRecord;
  /** By the node that opens them. */
  readonly scopes: ReadonlyMap<Node, ScopeRecord>;
  /** Names that resolve to something in this file, loads and stores alike. */
  readonly resolved: ReadonlyMap<Name, BindingRecord>;
  readonly imports: readonly Alias[];
  readonly attributeStores: readonly Attribute[];
  /** `exec`, `globals` and `sys` where they occur: their use may bind names that no statement shows. */
  readonly suspects: readonly Name[];
}

/** Builds all scopes in one pass over the tree, then resolves the names met. */
export function buildScopes(module: Module): ScopeTree {
  const builder = new ScopeBuilder(module);
  builder.visitAll();
  return builder.finish();
}

const SUSPECTS: ReadonlySet<string> = new Set(['exec', 'globals', 'sys', 'setattr']);

type FunctionDefinition = FunctionDef | AsyncFunctionDef;
type ComprehensionNode = ListComp | SetComp | DictComp | GeneratorExp;

class ScopeBuilder {
  readonly #module: ScopeRecord;
  readonly #scopes = new Map<Node, ScopeRecord>();
  readonly #imports: Alias[] = [];
  readonly #attributeStores: Attribute[] = [];
  readonly #names: Name[] = [];
  readonly #nameScopes: ScopeRecord[] = [];
  readonly #outer: { readonly scope: ScopeRecord; readonly definition: Definition }[] = [];
  // The work list instead of recursion: sources may nest deeper than the stack. Both arrays run in step.
  readonly #pending: Node[] = [];
  readonly #pendingScopes: ScopeRecord[] = [];

  constructor(module: Module) {
    this.#module = new ScopeRecord('module', module, undefined);
    this.#scopes.set(module, this.#module);
    this.#pushAll(module.body, this.#module);
  }

  visitAll(): void {
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      this.#visit(node, this.#pendingScopes.pop() ?? this.#module);
    }
  }

  finish(): ScopeTree {
    for (const { scope, definition } of this.#outer) this.#bindOuter(scope, definition);
    const resolved = new Map<Name, BindingRecord>();
    const suspects: Name[] = [];
    for (let i = 0; i < this.#names.length; i++) {
      const name = this.#names[i];
      if (name === undefined) continue;
      const binding = resolveAt(name, this.#nameScopes[i] ?? this.#module);
      if (binding !== undefined) {
        resolved.set(name, binding);
        if (name.ctx === 'Load') binding.references.push(name);
      }
      if (SUSPECTS.has(name.id)) suspects.push(name);
    }
    this.#sortBindings();
    return {
      module: this.#module,
      scopes: this.#scopes,
      resolved,
      imports: this.#imports,
      attributeStores: this.#attributeStores,
      suspects,
    };
  }

  #visit(node: Node, scope: ScopeRecord): void {
    // Common kinds first; those not named here only hold other nodes.
    switch (node.kind) {
      case 'Name':
        this.#visitName(node, scope);
        return;
      case 'Constant':
        return;
      case 'Attribute':
        if (node.ctx === 'Store') this.#attributeStores.push(node);
        this.#push(node.value, scope);
        return;
      case 'Expr':
      case 'keyword':
        this.#push(node.value, scope);
        return;
      case 'Call':
        if (node.keywords.length > 0) this.#pushAll(node.keywords, scope);
        if (node.args.length > 0) this.#pushAll(node.args, scope);
        this.#push(node.func, scope);
        return;
      case 'Assign':
        this.#push(node.value, scope);
        this.#pushAll(node.targets, scope);
        return;
      case 'IfExp':
        this.#push(node.orelse, scope);
        this.#push(node.test, scope);
        this.#push(node.body, scope);
        return;
      default:
        this.#visitScope(node, scope);
    }
  }

  /** Kinds that open a scope. */
  #visitScope(node: Node, scope: ScopeRecord): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.#visitFunction(node, scope);
        return;
      case 'ClassDef':
        this.#visitClass(node, scope);
        return;
      case 'Lambda':
        this.#visitLambda(node, scope);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        this.#visitComprehension(node, scope);
        return;
      case 'TypeAlias':
        this.#visitTypeAlias(node, scope);
        return;
      default:
        this.#visitBinder(node, scope);
    }
  }

  /** Kinds that bind names by a text of their own, then whatever lies below. */
  #visitBinder(node: Node, scope: ScopeRecord): void {
    switch (node.kind) {
      case 'Import':
        for (const alias of node.names) this.#bindImport(alias, scope);
        return;
      case 'ImportFrom':
        for (const alias of node.names) this.#bindFromImport(node, alias, scope);
        return;
      case 'Global':
        for (const name of node.names) if (scope !== this.#module) scope.declare(name, 'global');
        return;
      case 'Nonlocal':
        for (const name of node.names) scope.declare(name, 'nonlocal');
        return;
      case 'ExceptHandler':
        if (node.name !== undefined) this.#bind(scope, definitionOfHandler(node, node.name));
        break;
      case 'MatchAs':
      case 'MatchStar':
        if (node.name !== undefined) this.#bind(scope, definitionOfCapture(node, node.name));
        break;
      case 'MatchMapping':
        if (node.rest !== undefined) this.#bind(scope, definitionOfCapture(node, node.rest));
        break;
    }
    this.#pushChildren(node, scope);
  }

  #visitName(name: Name, scope: ScopeRecord): void {
    let home = scope;
    if (name.ctx !== 'Load' && !isAnnotatedAlone(name)) {
      // A walrus in a comprehension binds in the scope around it, unless the name is the comprehension's own target.
      if (name.parent?.kind === 'NamedExpr') while (home.kind === 'comprehension' && home.parent) home = home.parent;
      this.#bind(home, definitionOfTarget(name));
    }
    this.#names.push(name);
    this.#nameScopes.push(home);
  }

  #visitFunction(node: FunctionDefinition, scope: ScopeRecord): void {
    this.#bind(scope, definitionOfStatement('function', node, node.name));
    const annotations = this.#openTypeParameters(node, node.type_params, scope);
    const body = new ScopeRecord('function', node, annotations);
    this.#scopes.set(node, body);
    this.#pushAll(node.body, body);
    if (node.returns !== undefined) this.#push(node.returns, annotations);
    this.#pushArguments(node.args, node, { body, annotations, defaults: scope });
    this.#pushTypeParameters(node.type_params, annotations);
    this.#pushAll(node.decorator_list, scope);
  }

  #visitLambda(node: Lambda, scope: ScopeRecord): void {
    const body = new ScopeRecord('lambda', node, scope);
    this.#scopes.set(node, body);
    this.#push(node.body, body);
    this.#pushArguments(node.args, node, { body, annotations: scope, defaults: scope });
  }

  #visitClass(node: ClassDef, scope: ScopeRecord): void {
    this.#bind(scope, definitionOfStatement('class', node, node.name));
    const annotations = this.#openTypeParameters(node, node.type_params, scope);
    const body = new ScopeRecord('class', node, annotations);
    this.#scopes.set(node, body);
    this.#pushAll(node.body, body);
    this.#pushAll(node.keywords, annotations);
    this.#pushAll(node.bases, annotations);
    this.#pushTypeParameters(node.type_params, annotations);
    this.#pushAll(node.decorator_list, scope);
  }

  #visitTypeAlias(node: TypeAlias, scope: ScopeRecord): void {
    const annotations = new ScopeRecord('annotation', node, scope);
    this.#scopes.set(node, annotations);
    this.#push(node.value, annotations);
    this.#pushTypeParameters(node.type_params, annotations);
    for (const parameter of node.type_params) this.#bindTypeParameter(parameter, annotations);
    this.#push(node.name, scope);
  }

  /** The first iterable is evaluated outside, the rest inside the comprehension. */
  #visitComprehension(node: ComprehensionNode, scope: ScopeRecord): void {
    const inner = new ScopeRecord('comprehension', node, scope);
    this.#scopes.set(node, inner);
    for (let i = node.generators.length - 1; i >= 0; i--) {
      const generator = node.generators[i];
      if (generator === undefined) continue;
      this.#pushAll(generator.ifs, inner);
      this.#push(generator.iter, i === 0 ? scope : inner);
      this.#push(generator.target, inner);
    }
    if (node.kind === 'DictComp') {
      this.#push(node.value, inner);
      this.#push(node.key, inner);
    } else this.#push(node.elt, inner);
  }

  #pushArguments(
    args: Arguments,
    owner: FunctionDefinition | Lambda,
    scopes: { readonly body: ScopeRecord; readonly annotations: ScopeRecord; readonly defaults: ScopeRecord },
  ): void {
    this.#pushAll(args.kw_defaults, scopes.defaults);
    this.#pushAll(args.defaults, scopes.defaults);
    const parameters = parametersOf(args);
    for (let i = parameters.length - 1; i >= 0; i--) {
      const arg = parameters[i];
      if (arg === undefined) continue;
      this.#bind(scopes.body, definitionOfStatement('parameter', arg, arg.arg, owner));
      if (arg.annotation !== undefined) this.#push(arg.annotation, scopes.annotations);
    }
  }

  /** The scope of the type parameters (PEP 695), or the scope itself where there are none. */
  #openTypeParameters(node: Node, parameters: readonly TypeParam[], scope: ScopeRecord): ScopeRecord {
    if (parameters.length === 0) return scope;
    const annotations = new ScopeRecord('annotation', node, scope);
    for (const parameter of parameters) this.#bindTypeParameter(parameter, annotations);
    return annotations;
  }

  #bindTypeParameter(parameter: TypeParam, annotations: ScopeRecord): void {
    this.#bind(annotations, definitionOfStatement('type-parameter', parameter, parameter.name, annotations.node));
  }

  #pushTypeParameters(parameters: readonly TypeParam[], annotations: ScopeRecord): void {
    for (const parameter of parameters) this.#pushChildren(parameter, annotations);
  }

  #bindImport(alias: Alias, scope: ScopeRecord): void {
    this.#imports.push(alias);
    const name = alias.asname ?? alias.name.split('.', 1)[0] ?? alias.name;
    this.#bind(scope, definitionOfStatement('import', alias, name, alias.parent));
  }

  #bindFromImport(statement: ImportFrom, alias: Alias, scope: ScopeRecord): void {
    this.#imports.push(alias);
    if (alias.name === '*') return;
    this.#bind(scope, definitionOfStatement('from-import', alias, alias.asname ?? alias.name, statement));
  }

  #bind(scope: ScopeRecord, definition: Definition): void {
    const declared = scope.declared?.get(definition.name);
    if (declared === undefined) scope.define(definition.name, definition);
    else if (declared === 'global') {
      this.#module.define(definition.name, { ...definition, remote: true });
    } else this.#outer.push({ scope, definition });
  }

  /** `nonlocal` names belong to a function further out, whose own bindings may be below; so this waits for the end. */
  #bindOuter(scope: ScopeRecord, definition: Definition): void {
    const binding = lookupFrom(scope, definition.name);
    const owner = binding !== undefined && binding.scope.kind !== 'module' ? binding.scope : scope;
    owner.define(definition.name, { ...definition, remote: owner !== scope });
  }

  #sortBindings(): void {
    for (const binding of this.#module.bindings.values()) binding.sort();
    for (const scope of this.#scopes.values()) for (const binding of scope.bindings.values()) binding.sort();
  }

  #push(node: Expression | Node, scope: ScopeRecord): void {
    this.#pending.push(node);
    this.#pendingScopes.push(scope);
  }

  #pushAll(nodes: readonly (Node | undefined)[], scope: ScopeRecord): void {
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i];
      if (node !== undefined) this.#push(node, scope);
    }
  }

  #pushChildren(node: Node, scope: ScopeRecord): void {
    pushChildren(node, this.#pending);
    while (this.#pendingScopes.length < this.#pending.length) this.#pendingScopes.push(scope);
  }
}

/** `(name): int` without a value, which makes no variable of the name: CPython's symtable passes it over. */
const isAnnotatedAlone = ({ parent }: Name): boolean =>
  parent?.kind === 'AnnAssign' && parent.simple === 0 && parent.value === undefined;
