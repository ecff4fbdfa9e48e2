import { type Attribute, type ClassDef, type Expression, isStaticMethod, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition, Scope } from '../names.ts';
import type { Mutations } from './mutations.ts';

const MAX_BASES = 30;

/** Constants of class bodies as `Class.X`, `self.X`, `cls.X`, `type(self).X` and `Enum.MEMBER.value` name them. */
export class ClassConstants {
  #classes: readonly ClassDef[] | undefined;

  constructor(
    private readonly model: SemanticModel,
    private readonly mutations: Mutations,
  ) {}

  /** The class-level binding whose value an attribute access always yields. */
  bindingOf(attribute: Attribute): Binding | undefined {
    const owner = this.#ownerOf(attribute.value);
    if (owner !== undefined) return this.#constant(owner.classDef, attribute.attr, owner.isInstance);
    return attribute.attr === 'value' && attribute.value.kind === 'Attribute'
      ? this.#member(attribute.value)
      : undefined;
  }

  #ownerOf(value: Expression): { classDef: ClassDef; isInstance: boolean } | undefined {
    if (value.kind === 'Name') {
      const classDef = this.model.names.definitionOf(value);
      if (classDef?.kind === 'ClassDef') return { classDef, isInstance: false };
      return this.#ownerOfSelf(value);
    }
    if (value.kind === 'Attribute' && value.attr === '__class__') return this.#ownerOfSelf(value.value);
    if (value.kind === 'Call' && value.args.length === 1 && value.func.kind === 'Name' && value.func.id === 'type') {
      const [object] = value.args;
      return object === undefined ? undefined : this.#ownerOfSelf(object);
    }
    const classDef = value.kind === 'Attribute' ? this.model.names.definitionOf(value) : undefined;
    return classDef?.kind === 'ClassDef' ? { classDef, isInstance: false } : undefined;
  }

  /** `self` and `cls`: the first parameter of a method. */
  #ownerOfSelf(value: Expression): { classDef: ClassDef; isInstance: boolean } | undefined {
    const parameter = value.kind === 'Name' ? this.model.names.parameterOf(value) : undefined;
    const method = parameter?.parent?.parent;
    if (method?.kind !== 'FunctionDef' && method?.kind !== 'AsyncFunctionDef') return undefined;
    if (method.parent?.kind !== 'ClassDef' || isStaticMethod(method)) return undefined;
    const first = method.args.posonlyargs[0] ?? method.args.args[0];
    return parameter === first ? { classDef: method.parent, isInstance: true } : undefined;
  }

  #constant(classDef: ClassDef, name: string, isInstance: boolean): Binding | undefined {
    if (this.mutations.isAttributeStored(name)) return undefined;
    if (isInstance && this.#isOverridden(classDef, name)) return undefined;
    const found = this.#inherited(classDef, name);
    if (found === undefined || this.#isEnum(found.classDef)) return undefined;
    return isInstance && this.#mayBeField(found.classDef, found.binding) ? undefined : found.binding;
  }

  #member(member: Attribute): Binding | undefined {
    const classDef = this.model.names.definitionOf(member.value);
    if (classDef?.kind !== 'ClassDef' || !this.#isEnum(classDef)) return undefined;
    return this.model.names.scopeOf(classDef)?.bindings.get(member.attr);
  }

  /** Looks through the bases of this file; a base from elsewhere before the find may define the name: unknown. */
  #inherited(classDef: ClassDef, name: string): { classDef: ClassDef; binding: Binding } | undefined {
    const pending = [classDef];
    for (let seen = 0; seen < MAX_BASES; seen++) {
      const current = pending.shift();
      if (current === undefined) return undefined;
      const binding = this.model.names.scopeOf(current)?.bindings.get(name);
      if (binding !== undefined) return { classDef: current, binding };
      for (const base of current.bases) {
        const definition = this.model.names.definitionOf(base);
        if (definition?.kind === 'ClassDef') pending.push(definition);
        else if (this.model.names.qualifiedName(base) !== 'builtins.object') return undefined;
      }
    }
    return undefined;
  }

  #isOverridden(classDef: ClassDef, name: string): boolean {
    this.#classes ??= classesBelow(this.model.names.moduleScope);
    return this.#classes.some(
      (other) =>
        other !== classDef &&
        this.model.names.scopeOf(other)?.bindings.has(name) === true &&
        this.#derives(other, classDef),
    );
  }

  #derives(classDef: ClassDef, ancestor: ClassDef): boolean {
    const pending = [classDef];
    for (let seen = 0; seen < MAX_BASES; seen++) {
      const current = pending.shift();
      if (current === undefined) return false;
      for (const base of current.bases) {
        const definition = this.model.names.definitionOf(base);
        if (definition === ancestor) return true;
        if (definition?.kind === 'ClassDef') pending.push(definition);
      }
    }
    return true;
  }

  /** Members of enumerations are objects, not their values. Decided by the names of the bases, also unresolved ones. */
  #isEnum(classDef: ClassDef): boolean {
    if (classDef.keywords.some((keyword) => keyword.arg === 'metaclass')) return true;
    return classDef.bases.some((base) => {
      const definition = this.model.names.definitionOf(base);
      if (definition?.kind === 'ClassDef' && definition !== classDef) return this.#isEnumBase(definition);
      const name = this.model.names.qualifiedName(base) ?? lastName(base);
      return name === undefined || name.endsWith('Enum') || name.endsWith('Flag');
    });
  }

  #isEnumBase(classDef: ClassDef): boolean {
    return classDef.bases.some((base) => {
      const name = this.model.names.qualifiedName(base) ?? lastName(base);
      return name === undefined || name.endsWith('Enum') || name.endsWith('Flag');
    });
  }

  /** An annotated name of a dataclass or model is the default of a field, and an instance may hold another value. */
  #mayBeField(classDef: ClassDef, binding: Binding): boolean {
    const isPlain = classDef.decorator_list.length === 0 && classDef.bases.length === 0;
    return !isPlain && binding.definitions.some((definition) => this.#isFieldDeclaration(definition));
  }

  #isFieldDeclaration(definition: Definition): boolean {
    const { statement } = definition;
    if (statement.kind !== 'AnnAssign') return false;
    const { annotation } = statement;
    const outer = annotation.kind === 'Subscript' ? annotation.value : annotation;
    const name = this.model.names.qualifiedName(outer);
    return name !== 'typing.ClassVar' && name !== 'typing.Final';
  }
}

function classesBelow(scope: Scope): readonly ClassDef[] {
  const found: ClassDef[] = [];
  const pending = [scope];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    if (current.node.kind === 'ClassDef') found.push(current.node);
    pending.push(...current.children);
  }
  return found;
}
