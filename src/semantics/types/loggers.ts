import type { Attribute, Expression, Name } from '../../ast/index.ts';
import { LOGGER_CLASSES, LOGGER_MODULES } from '../../knowledge/object-classes.ts';
import type { Names } from '../names.ts';
import type { ClassTable } from './class-table.ts';
import type { Inference } from './inference.ts';
import { NONE } from './object-class.ts';

/** Methods of a logger that return a logger. */
const DERIVING: ReadonlySet<string> = new Set(['bind', 'opt', 'new', 'getChild', 'patch', 'unbind', 'try_unbind']);

/**
 * Tells which expressions log. By class first. Where the class is unknown, a name that says `logger` is believed, and `log`
 * where it is imported or comes from a `get_logger`: code that only seems silent would be reported as such.
 */
export class Loggers {
  constructor(
    readonly names: Names,
    readonly table: ClassTable,
    readonly inference: Inference,
  ) {}

  isLogger(expression: Expression): boolean {
    const objectClass = this.inference.classOf(expression);
    if (objectClass !== undefined && objectClass !== NONE) return this.#isLoggerClass(objectClass);
    const dotted = this.names.qualifiedName(expression);
    if (dotted !== undefined && LOGGER_MODULES.has(dotted)) return true;
    switch (expression.kind) {
      case 'Name':
        return this.#isLoggerName(expression);
      case 'Attribute':
        return this.#isLoggerAttribute(expression);
      case 'Call':
        return this.#returnsLogger(expression.func);
      default:
        return false;
    }
  }

  #isLoggerClass(name: string): boolean {
    if (LOGGER_CLASSES.has(name)) return true;
    const classDef = this.table.classNamed(name);
    const saysLogger = name.endsWith('Logger') || name.endsWith('LoggerAdapter');
    if (classDef === undefined) return saysLogger;
    if (this.table.derivesFrom(classDef, LOGGER_CLASSES)) return true;
    return (
      saysLogger && ['info', 'warning', 'error'].every((level) => this.table.methodOf(classDef, level) !== undefined)
    );
  }

  #isLoggerName(name: Name): boolean {
    const definitions = this.names.resolve(name)?.definitions ?? [];
    if (definitions.some(({ kind }) => kind === 'function' || kind === 'class' || kind === 'import')) return false;
    if (SAYS_LOGGER.test(name.id)) return definitions.length > 0 || this.names.hasDynamicNames;
    if (!SAYS_LOG.test(name.id)) return false;
    return definitions.some(({ kind, value }) => {
      if (kind === 'from-import') return this.#isImportedLogger(name);
      return value?.kind === 'Call' && this.#returnsLogger(value.func);
    });
  }

  /** `from app.logging import log`, but not `from math import log`, nor the function `torch.log`. */
  #isImportedLogger(name: Name): boolean {
    const module = this.names.qualifiedName(name)?.split('.').slice(0, -1).join('.') ?? '';
    return !NUMERIC_MODULES.test(module);
  }

  #isLoggerAttribute(attribute: Attribute): boolean {
    if (!SAYS_LOGGER.test(attribute.attr)) return false;
    const owner = this.inference.classOf(attribute.value);
    const classDef = owner === undefined ? undefined : this.table.classNamed(owner);
    return classDef === undefined || this.table.methodOf(classDef, attribute.attr) === undefined;
  }

  #returnsLogger(func: Expression): boolean {
    if (func.kind === 'Attribute' && DERIVING.has(func.attr)) return this.isLogger(func.value);
    const last = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
    // `self.logger()`, a method that gives the logger of the class.
    return MAKES_LOGGER.test(last) || (func.kind === 'Attribute' && SAYS_LOGGER.test(last));
  }
}

const SAYS_LOGGER = /(^|_)logger$/i;
const SAYS_LOG = /^_*log$/i;
const MAKES_LOGGER = /^_*(get|create|make|setup|set_up|init|build|configure)_?\w*logger$/i;
const NUMERIC_MODULES = /^(math|cmath|numpy|torch|jax|tensorflow|sympy|scipy|decimal|mpmath)\b/;
