import type { ClassDef, Expression, Node } from '../../ast/index.ts';
import { TYPING_CLASSES } from '../../knowledge/object-classes.ts';
import type { Binding, Names } from '../names.ts';
import { parseAnnotationText, type TextType } from './annotation-text.ts';
import { isCalledInstead } from './dependencies.ts';
import { NONE, type ObjectClass, unite } from './object-class.ts';

/** Wrappers that leave the class as it is. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'typing.ClassVar',
  'typing.Final',
  'typing.Required',
  'typing.NotRequired',
  'typing.ReadOnly',
  'typing.Annotated',
  'dataclasses.InitVar',
  'sqlalchemy.orm.Mapped',
]);

/** Names of `typing` that say nothing about the object, or name no class. */
const SILENT: ReadonlySet<string> = new Set([
  'typing.Any',
  'typing.Type',
  'typing.Literal',
  'typing.Final',
  'typing.ClassVar',
  'typing.Optional',
  'typing.Union',
  'typing.TypeVar',
  'typing.NoReturn',
  'typing.Never',
  'typing.Concatenate',
  'typing.TypeGuard',
  'typing.TypeIs',
  'typing.AnyStr',
  'typing.Protocol',
  'typing.Generic',
  'builtins.type',
  'builtins.object',
]);

const CONTAINERS = /^(?:builtins|typing|collections(?:\.abc)?)\./;

const MAX_DEPTH = 20;

/** Reads annotations: which class the objects of a name have. */
export class Annotations {
  constructor(
    readonly names: Names,
    readonly classAround: (node: Node) => ClassDef | undefined,
  ) {}

  classNamed(annotation: Expression, depth = 0): ObjectClass {
    if (depth > MAX_DEPTH) return undefined;
    switch (annotation.kind) {
      case 'Constant':
        if (annotation.value.kind === 'none') return NONE;
        return annotation.value.kind === 'str' ? this.#inText(annotation.value.value, annotation) : undefined;
      case 'Name':
      case 'Attribute':
        return this.#named(annotation, depth);
      case 'Subscript':
        return this.#subscripted(annotation.value, annotation.slice, depth);
      case 'BinOp':
        if (annotation.op !== 'BitOr') return undefined;
        return unite([this.classNamed(annotation.left, depth + 1), this.classNamed(annotation.right, depth + 1)]);
      default:
        return undefined;
    }
  }

  /** The container that an annotation names, and what is in its brackets; `None` beside it aside. */
  contained(annotation: Expression): { readonly name: string; readonly parts: readonly Expression[] } | undefined {
    if (annotation.kind === 'BinOp') {
      const { left, right } = annotation;
      const isNone = (side: Expression): boolean => side.kind === 'Constant' && side.value.kind === 'none';
      return isNone(right) ? this.contained(left) : isNone(left) ? this.contained(right) : undefined;
    }
    if (annotation.kind !== 'Subscript') return undefined;
    const name = typingName(this.names.qualifiedName(annotation.value));
    const parts = annotation.slice.kind === 'Tuple' ? annotation.slice.elts : [annotation.slice];
    const [first] = parts;
    const isWrapped = name === 'typing.Optional' || (name !== undefined && TRANSPARENT.has(name));
    if (isWrapped) return first === undefined ? undefined : this.contained(first);
    return name === undefined || !CONTAINERS.test(name) ? undefined : { name, parts };
  }

  #named(annotation: Expression, depth: number): ObjectClass {
    const name = this.names.qualifiedName(annotation);
    if (name !== undefined && !this.#isVariable(annotation)) return this.#classByName(name, annotation);
    return annotation.kind === 'Name' ? this.#aliased(this.names.resolve(annotation), depth) : undefined;
  }

  /** A name of this file bound to something that is no class: a type alias, a TypeVar, a NewType. */
  #isVariable(annotation: Expression): boolean {
    if (annotation.kind !== 'Name' || this.names.definitionOf(annotation) !== undefined) return false;
    const definitions = this.names.resolve(annotation)?.definitions ?? [];
    return definitions.some(({ kind, value }) => {
      return (kind === 'assignment' || kind === 'type-alias') && value?.kind !== 'Name' && value?.kind !== 'Attribute';
    });
  }

  /** `Client = Union[A, B]` and `type Client = A | B`. */
  #aliased(binding: Binding | undefined, depth: number): ObjectClass {
    const [definition, other] = binding?.definitions ?? [];
    const value = definition?.value;
    if (value === undefined || other !== undefined) return undefined;
    return value.kind === 'Subscript' || value.kind === 'BinOp' ? this.classNamed(value, depth + 1) : undefined;
  }

  #subscripted(base: Expression, slice: Expression, depth: number): ObjectClass {
    const name = typingName(this.names.qualifiedName(base));
    if (name === undefined) return undefined;
    const parts = slice.kind === 'Tuple' ? slice.elts : [slice];
    const [first, second] = parts;
    if (name === 'typing.Annotated' && first !== undefined && isCalledInstead(first, second, this.names))
      return undefined;
    return this.#generic(
      name,
      base,
      parts.map((part) => () => this.classNamed(part, depth + 1)),
    );
  }

  /** `parts` are asked only where the generic name makes them count. */
  #generic(name: string, at: Node, parts: readonly (() => ObjectClass)[]): ObjectClass {
    if (name === 'typing.Optional') return parts[0]?.();
    if (name === 'typing.Union') return unite(parts.map((part) => part()));
    if (TRANSPARENT.has(name)) return parts[0]?.();
    return this.#classByName(name, at);
  }

  #classByName(qualified: string, at: Node): ObjectClass {
    const name = typingName(qualified) ?? qualified;
    if (name === 'typing.Self') return this.#selfClass(at);
    if (name === 'builtins.None') return NONE;
    if (SILENT.has(name)) return undefined;
    return TYPING_CLASSES.get(name) ?? name;
  }

  #selfClass(at: Node): ObjectClass {
    const classDef = this.classAround(at);
    if (classDef === undefined) return undefined;
    return [this.names.moduleName, this.names.qualnameOf(classDef)].filter((part) => part !== '').join('.');
  }

  #inText(text: string, at: Node): ObjectClass {
    const type = parseAnnotationText(text);
    return type === undefined ? undefined : this.#ofTextType(type, at);
  }

  #ofTextType(type: TextType, at: Node): ObjectClass {
    if (type.kind === 'union') return unite(type.members.map((member) => this.#ofTextType(member, at)));
    if (type.name === 'None') return NONE;
    const name = typingName(this.names.qualifiedNameAt(type.name, at));
    if (name === undefined) return undefined;
    return this.#generic(
      name,
      at,
      type.parameters.map((part) => () => this.#ofTextType(part, at)),
    );
  }
}

function typingName(name: string | undefined): string | undefined {
  return name?.startsWith('typing_extensions.') ? `typing.${name.slice('typing_extensions.'.length)}` : name;
}
