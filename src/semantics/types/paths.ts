import type { Expression, Name } from '../../ast/index.ts';
import type { Names } from '../names.ts';
import type { ClassTable } from './class-table.ts';
import type { Inference } from './inference.ts';
import { NONE } from './object-class.ts';

/** Longer ways are rare, and each step is one more that may be wrong. */
const MAX_STEPS = 8;

/** The ways to objects whose classes and attributes other modules define. */
export class ObjectPaths {
  readonly #known = new Map<Expression, string | undefined>();

  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly inference: Inference,
  ) {}

  pathOf(expression: Expression, steps = 0): string | undefined {
    const { kind } = expression;
    if (steps > MAX_STEPS || (kind !== 'Name' && kind !== 'Attribute' && kind !== 'Call' && kind !== 'Await'))
      return undefined;
    const known = this.#known.get(expression);
    if (known !== undefined || this.#known.has(expression)) return known;
    const path = this.#wayTo(expression, steps);
    this.#known.set(expression, path);
    return path;
  }

  #wayTo(expression: Expression, steps: number): string | undefined {
    const named = this.#named(expression);
    if (named !== undefined) return named;
    const objectClass = this.inference.classOf(expression);
    if (objectClass !== undefined && isTelling(objectClass) && !this.#isOfClassBody(expression))
      return `${objectClass}()`;
    switch (expression.kind) {
      case 'Name':
        return this.#ofLocal(expression, steps);
      case 'Attribute':
        return extend(this.pathOf(expression.value, steps + 1), `.${expression.attr}`);
      case 'Call':
        return extend(this.pathOf(expression.func, steps + 1), '()');
      case 'Await':
        return extend(this.pathOf(expression.value, steps + 1), '~');
      default:
        return undefined;
    }
  }

  /** What reading it gives, its class may say by a `__get__`. */
  #isOfClassBody(expression: Expression): boolean {
    if (expression.kind === 'Attribute') return this.inference.isOfClassBody(expression);
    const value = expression.kind === 'Name' ? this.#valueOf(expression) : undefined;
    return value?.kind === 'Attribute' && this.inference.isOfClassBody(value);
  }

  /** `cls`, and whatever has a dotted name of its own. */
  #named(expression: Expression): string | undefined {
    if (expression.kind !== 'Name') return this.names.qualifiedName(expression);
    const receiver = this.table.receiverOf(expression);
    if (receiver === undefined) return this.names.qualifiedName(expression);
    return receiver.isClass ? this.table.nameOf(receiver.classDef) : `${this.table.nameOf(receiver.classDef)}()`;
  }

  #ofLocal(name: Name, steps: number): string | undefined {
    const value = this.#valueOf(name);
    return value === undefined ? undefined : this.pathOf(value, steps + 1);
  }

  /** Of a local bound once. */
  #valueOf(name: Name): Expression | undefined {
    const [only, ...others] = this.names.resolve(name)?.definitions ?? [];
    return only?.kind === 'assignment' && others.length === 0 ? only.value : undefined;
  }
}

/** What a coroutine or a generator gives when it is awaited or run is no attribute of it. */
const SILENT_CLASSES: ReadonlySet<string> = new Set(['types.CoroutineType', 'builtins.type']);

/** A text is told from others by where it stands (`Settings().job_queue`), never by its class. */
const isScalar = (name: string): boolean => /^builtins\.(?:str|bytes|int|float|bool)$/.test(name);

const isTelling = (name: string): boolean => name !== NONE && !SILENT_CLASSES.has(name) && !isScalar(name);

function extend(path: string | undefined, step: string): string | undefined {
  return path === undefined ? undefined : path + step;
}
