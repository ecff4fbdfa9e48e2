import {
  type Arg,
  type AsyncFunctionDef,
  type Attribute,
  type ClassDef,
  decoratorsOf,
  type Expression,
  type FunctionDef,
  type Name,
  type Node,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { moduleNameOf } from '../module-name.ts';
import type { Binding, ImportedName, Names, Scope } from '../names.ts';
import { buildScopes, type ScopeTree } from './build-scopes.ts';
import { bindsUnseenNames } from './dynamic-names.ts';
import { importedNameOf } from './imports.ts';
import { QualifiedNames } from './qualified-names.ts';
import { qualnameOfScope } from './qualname.ts';
import { lookupFrom, type ScopeRecord } from './scope.ts';
import { scopeAround } from './scope-around.ts';

/** What names mean in the file of a model. Scopes are built at once, the rest when asked for. */
export function createNames(model: SemanticModel): Names {
  return new FileNames(model.path, buildScopes(model.source.module));
}

class FileNames implements Names {
  readonly moduleName: string;
  readonly moduleScope: Scope;
  readonly imports: readonly ImportedName[];
  readonly attributeStores: readonly Attribute[];
  readonly hasDynamicNames: boolean;
  readonly #tree: ScopeTree;
  readonly #byAlias: ReadonlyMap<Node, ImportedName>;
  readonly #qualified: QualifiedNames;
  readonly #qualnames = new Map<Scope, string>();

  constructor(path: string, tree: ScopeTree) {
    this.#tree = tree;
    this.moduleName = moduleNameOf(path);
    this.moduleScope = tree.module;
    this.attributeStores = tree.attributeStores;
    this.hasDynamicNames = bindsUnseenNames(tree);
    const origin = { moduleName: this.moduleName, isPackage: /(^|\/)__init__\.pyi?$/.test(path) };
    this.imports = tree.imports
      .map((alias) => importedNameOf(alias, origin))
      .filter((imported) => imported !== undefined);
    this.#byAlias = new Map(this.imports.map((imported) => [imported.alias, imported]));
    this.#qualified = new QualifiedNames(
      tree,
      this.moduleName,
      this.#byAlias,
      this.imports.some((imported) => imported.name === '*'),
      (node) => this.#scopeAt(node),
    );
  }

  importOf(alias: Node): ImportedName | undefined {
    return this.#byAlias.get(alias);
  }

  scopeAt(node: Node): Scope {
    return this.#scopeAt(node);
  }

  scopeOf(node: Node): Scope | undefined {
    return this.#tree.scopes.get(node);
  }

  resolve(name: Name): Binding | undefined {
    return this.#tree.resolved.get(name);
  }

  lookup(identifier: string, at: Node): Binding | undefined {
    return lookupFrom(this.#scopeAt(at), identifier);
  }

  qualifiedName(expression: Expression): string | undefined {
    return this.#qualified.of(expression);
  }

  qualifiedNameAt(dotted: string, at: Node): string | undefined {
    return this.#qualified.ofText(dotted, at);
  }

  definitionOf(expression: Expression): FunctionDef | AsyncFunctionDef | ClassDef | undefined {
    return this.#qualified.definitionOf(expression);
  }

  qualnameOf(node: Node): string {
    const scope = this.#tree.scopes.get(node) ?? this.#scopeAt(node);
    let qualname = this.#qualnames.get(scope);
    if (qualname === undefined) {
      qualname = qualnameOfScope(scope);
      this.#qualnames.set(scope, qualname);
    }
    return qualname;
  }

  fullNameOf(definition: FunctionDef | AsyncFunctionDef | ClassDef): string {
    return `${this.moduleName}.${this.qualnameOf(definition)}`;
  }

  decoratorNames(definition: FunctionDef | AsyncFunctionDef | ClassDef): readonly (string | undefined)[] {
    return decoratorsOf(definition).map(({ callee }) => this.qualifiedName(callee));
  }

  parameterOf(name: Name): Arg | undefined {
    const definitions = this.#tree.resolved.get(name)?.definitions;
    const node = definitions?.length === 1 ? definitions[0]?.node : undefined;
    return node?.kind === 'arg' ? node : undefined;
  }

  #scopeAt(node: Node): ScopeRecord {
    return scopeAround(node, this.#tree);
  }
}
