import type { ClassDef, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ObjectTypes } from '../types.ts';
import { ClassTable } from './class-table.ts';
import { Inference } from './inference.ts';
import { Loggers } from './loggers.ts';
import { NONE } from './object-class.ts';
import { ObjectPaths } from './paths.ts';

/** What kind of object expressions of a file evaluate to. Nothing is computed before it is asked. */
export function createObjectTypes(model: SemanticModel): ObjectTypes {
  return new FileObjectTypes(model);
}

class FileObjectTypes implements ObjectTypes {
  readonly #table: ClassTable;
  readonly #inference: Inference;
  readonly #loggers: Loggers;
  readonly #paths: ObjectPaths;
  /** Rule after rule asks what each call of the file calls. */
  readonly #callees = new Map<Expression, string | undefined>();

  constructor(model: SemanticModel) {
    this.#table = new ClassTable(model.names);
    this.#inference = new Inference(model.names, this.#table);
    this.#loggers = new Loggers(model.names, this.#table, this.#inference);
    this.#paths = new ObjectPaths(model.names, this.#table, this.#inference);
  }

  classOf(expression: Expression): string | undefined {
    const objectClass = this.#inference.classOf(expression);
    return objectClass === NONE ? undefined : objectClass;
  }

  classDefOf(expression: Expression): ClassDef | undefined {
    const objectClass = this.classOf(expression);
    return objectClass === undefined ? undefined : this.#table.classNamed(objectClass);
  }

  isLogger(expression: Expression): boolean {
    return this.#loggers.isLogger(expression);
  }

  calleeName(func: Expression): string | undefined {
    const known = this.#callees.get(func);
    if (known !== undefined || this.#callees.has(func)) return known;
    const name = this.#inference.calleeName(func);
    this.#callees.set(func, name);
    return name;
  }

  pathOf(expression: Expression): string | undefined {
    return this.#paths.pathOf(expression);
  }

  nameInApplication(expression: Expression): string | undefined {
    return this.#inference.applicationState.nameOf(expression);
  }

  applicationState(): ReadonlyMap<string, readonly Expression[]> {
    return this.#inference.applicationState.stored();
  }

  applicationMentions(): ReadonlyMap<string, readonly Expression[]> {
    return this.#inference.applicationState.mentions();
  }

  annotatedClass(annotation: Expression): string | undefined {
    const objectClass = this.#inference.annotations.classNamed(annotation);
    return objectClass === NONE ? undefined : objectClass;
  }

  basesOf(classDef: ClassDef): readonly (string | undefined)[] {
    return this.#table.basesOf(classDef);
  }

  derivesFrom(classDef: ClassDef, names: ReadonlySet<string>): boolean {
    return this.#table.derivesFrom(classDef, names);
  }
}
