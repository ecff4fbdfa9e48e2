/** What calls of functions and classes bind their arguments to, across modules. */
import type { SummaryClass, SummaryField, SummaryFunction, SummaryParameter } from '../semantics/index.ts';
import { EMPTY_BASES } from './above.ts';
import { addsToRouter, CACHES, TRANSPARENT_DECORATORS } from './decorators.ts';
import type { Ancestor, Lineages } from './lineages.ts';
import type { LocatedClass, Signature, Target } from './project-model.ts';
import type { Targets } from './targets.ts';

/** Decorators whose result is called as the function is. */
const SIGNATURE_KEEPING: ReadonlySet<string> = new Set([
  ...[...TRANSPARENT_DECORATORS].filter((name) => name !== 'functools.wraps'),
  ...CACHES,
  'contextlib.contextmanager',
  'contextlib.asynccontextmanager',
  'torch.no_grad',
  'torch.inference_mode',
  'typing.no_type_check',
]);

/** Bases outside of the project that leave it to a class's own `__init__` what making an object takes. */
const OPEN_BASES: ReadonlySet<string> = new Set([
  ...EMPTY_BASES,
  'torch.nn.Module',
  'torch.nn.modules.module.Module',
  'threading.Thread',
  'json.JSONEncoder',
  'logging.Handler',
  'logging.Formatter',
  'logging.Filter',
  'unittest.TestCase',
  'contextlib.ContextDecorator',
  'contextlib.AbstractContextManager',
  'contextlib.AbstractAsyncContextManager',
]);
const EXCEPTION = /^builtins\.\w*(Error|Exception|Warning|Interrupt|Exit)$/;
const ABSTRACT_COLLECTION =
  /^(collections\.abc|typing)\.(Mutable)?(Mapping|Sequence|Set|Iterator|Iterable|Collection|Container)$/;

/** Decorators of classes that leave the constructor alone. */
const CLASS_DECORATORS: ReadonlySet<string> = new Set([
  'functools.total_ordering',
  'typing.final',
  'typing.runtime_checkable',
  'typing_extensions.runtime_checkable',
  'typing_extensions.final',
]);
const IMPLICIT_CLASS_METHOD = /\.(__init_subclass__|__class_getitem__)$/;
const PYDANTIC_MODEL = 'pydantic.BaseModel';
/** What makes a model take what its fields do not show. */
const MODEL_HOOKS: ReadonlySet<string> = new Set([
  'pydantic.model_validator',
  'pydantic.root_validator',
  'pydantic.class_validators.root_validator',
  'pydantic.functional_validators.model_validator',
]);
const DEFAULT_HOOK = /\.default$/;

export class Signatures {
  readonly #constructors = new Map<LocatedClass['class'], Signature | undefined>();

  constructor(
    readonly targets: Targets,
    readonly lineages: Lineages,
  ) {}

  of(target: Target): Signature | undefined {
    switch (target.kind) {
      case 'function':
        return this.#ofFunction(target);
      case 'class':
        // To look for the hooks of a class takes all functions of its module, and many calls make objects of it.
        if (!this.#constructors.has(target.class)) this.#constructors.set(target.class, this.#ofConstructor(target));
        return this.#constructors.get(target.class);
      default:
        return undefined;
    }
  }

  #ofFunction({ module, function: fn, owner, isBound }: Target & { kind: 'function' }): Signature | undefined {
    if (fn.hasUnreadParameters === true || this.#isReplacedByClass(fn, owner)) return undefined;
    if (module.path.endsWith('.pyi') || !keepsSignature(fn) || fn.qualifiedName.endsWith('.__new__')) return undefined;
    const isStatic = fn.decorators.includes('builtins.staticmethod');
    const isOfClass = fn.decorators.includes('builtins.classmethod') || IMPLICIT_CLASS_METHOD.test(fn.qualifiedName);
    const isFilled = owner !== undefined && !isStatic && (isBound || isOfClass);
    const parameters = isFilled ? withoutFirst(fn.parameters) : fn.parameters;
    const isUnbound = owner !== undefined && !isFilled && !isStatic && { isUnbound: true as const };
    return parameters === undefined ? undefined : { parameters, takesMore: false, ...isUnbound };
  }

  /** `@gin.configurable class Clip`: what decorates a class may put another `__init__` in it, which `super().__init__` calls. */
  #isReplacedByClass({ qualifiedName }: SummaryFunction, owner: LocatedClass | undefined): boolean {
    if (owner === undefined || !qualifiedName.endsWith('.__init__')) return false;
    return this.lineages
      .of(owner)
      .some(
        (each) =>
          typeof each !== 'string' &&
          qualifiedName === `${each.class.qualifiedName}.__init__` &&
          !isLeftAsItIs(each.class),
      );
  }

  /** By the first class of the line that says it: its `__init__`, or its fields. */
  #ofConstructor(found: LocatedClass): Signature | undefined {
    const line = this.lineages.of(found);
    if (line.some((ancestor) => typeof ancestor !== 'string' && !isPlain(ancestor))) return undefined;
    for (const [index, ancestor] of line.entries()) {
      if (typeof ancestor === 'string') {
        if (EMPTY_BASES.has(ancestor)) continue;
        return ancestor === PYDANTIC_MODEL ? this.#ofModel(line) : undefined;
      }
      const { class: cls } = ancestor;
      if (cls.methods.includes('__init__')) return this.#ofInit(found, line.slice(index + 1));
      if ((cls.ownBases ?? cls.bases).includes('typing.NamedTuple')) return byField(cls.fields ?? []);
      if (cls.madeBy === 'unknown') return undefined;
      if (cls.madeBy !== undefined) return this.#ofDataClass(ancestor);
    }
    const isProtocol = (found.class.ownBases ?? found.class.bases).some((base) => base.endsWith('.Protocol'));
    return isProtocol ? undefined : byField([]);
  }

  #ofInit(found: LocatedClass, rest: readonly Ancestor[]): Signature | undefined {
    const open = rest.filter((ancestor) => typeof ancestor === 'string');
    if (
      !open.every(
        (base) =>
          OPEN_BASES.has(base) || EXCEPTION.test(base) || ABSTRACT_COLLECTION.test(base) || base === PYDANTIC_MODEL,
      )
    )
      return undefined;
    const init = this.targets.memberOf(found, '__init__', true);
    const own = init.kind === 'function' ? this.#ofFunction(init) : undefined;
    const { handsUp } = init.kind === 'function' ? init.function : {};
    return own === undefined || handsUp === undefined ? own : joined(own, handsUp, this.#above(rest));
  }

  /** What the next `__init__` of the line takes. */
  #above(rest: readonly Ancestor[]): Signature | undefined {
    for (const [index, ancestor] of rest.entries()) {
      if (typeof ancestor === 'string' || ancestor.class.madeBy !== undefined) return undefined;
      if (ancestor.class.methods.includes('__init__')) return this.#ofInit(ancestor, rest.slice(index + 1));
    }
    return undefined;
  }

  /** Fields of bases first, each at its first place; those of a base that is no data class are none. */
  #ofDataClass(found: LocatedClass): Signature | undefined {
    const fields = new Map<string, SummaryField>();
    for (const ancestor of this.lineages.of(found).toReversed()) {
      if (typeof ancestor === 'string') {
        if (!EMPTY_BASES.has(ancestor)) return undefined;
        continue;
      }
      const { class: cls, module } = ancestor;
      if (cls.madeBy === 'unknown') return undefined;
      if (cls.madeBy === undefined) continue;
      const hooks = module.functions.some(
        ({ qualifiedName, decorators }) =>
          qualifiedName.startsWith(`${cls.qualifiedName}.`) &&
          decorators.some((name) => name === '?' || DEFAULT_HOOK.test(name)),
      );
      if (hooks) return undefined;
      for (const field of cls.fields ?? []) {
        fields.set(field.name, cls.madeBy === 'by-keyword' ? { ...field, isKeywordOnly: true } : field);
      }
    }
    const all = [...fields.values()];
    return all.some(({ isAliased }) => isAliased) ? undefined : byField(all);
  }

  /** Keywords only; what a model does with others is its configuration's. */
  #ofModel(line: readonly Ancestor[]): Signature | undefined {
    const fields = new Map<string, SummaryField>();
    for (const ancestor of line.toReversed()) {
      if (typeof ancestor === 'string') {
        if (ancestor !== PYDANTIC_MODEL && !EMPTY_BASES.has(ancestor)) return undefined;
        continue;
      }
      const { class: cls, module } = ancestor;
      const isConfigured = Object.hasOwn(cls.attributes, 'model_config') || Object.hasOwn(cls.attributes, 'Config');
      if (isConfigured && cls.isClosedByConfig !== true) return undefined;
      const hooks = module.functions.some(
        ({ qualifiedName, decorators }) =>
          qualifiedName.startsWith(`${cls.qualifiedName}.`) && decorators.some((name) => MODEL_HOOKS.has(name)),
      );
      if (hooks) return undefined;
      for (const field of cls.fields ?? []) if (!field.name.startsWith('_')) fields.set(field.name, field);
    }
    const all = [...fields.values()];
    if (all.length === 0 || all.some(({ isAliased }) => isAliased)) return undefined;
    const asKeywords = all.map((field) => ({
      ...field,
      isKeywordOnly: true as const,
      hasDefault: field.hasDefault || field.isOptional === true,
    }));
    return { ...byField(asKeywords), takesMore: true };
  }
}

/** What a constructor takes that hands on to the one above all that its own parameters leave. */
function joined(own: Signature, handsUp: HandsUp, above: Signature | undefined): Signature {
  if (above === undefined) return own;
  const isOpen = own.parameters.some(({ kind }) => kind === 'var-positional');
  const left = above.parameters
    .filter(
      ({ kind, name }, index) =>
        !(index < handsUp.positional && IN_ORDER.has(kind)) && !handsUp.keywords.includes(name),
    )
    .filter(({ kind }) => isOpen || kind !== 'var-positional')
    .map((each) => (isOpen || each.kind !== 'positional' ? each : { ...each, kind: 'keyword-only' as const }));
  const parameters = own.parameters.filter(({ kind }) => kind !== 'var-positional' && kind !== 'var-keyword');
  const isTwice = left.some(({ name }) => parameters.some((each) => each.name === name));
  const isHidden = !isOpen && left.some(({ kind }) => kind === 'positional-only');
  return isTwice || isHidden ? own : { parameters: [...parameters, ...left], takesMore: above.takesMore };
}

type HandsUp = NonNullable<SummaryFunction['handsUp']>;
const IN_ORDER: ReadonlySet<SummaryParameter['kind']> = new Set(['positional', 'positional-only']);

function keepsSignature(fn: SummaryFunction): boolean {
  const keeps = (name: string): boolean => SIGNATURE_KEEPING.has(name) || addsToRouter(name, fn);
  return fn.isConditional !== true && fn.decorators.every(keeps);
}

/** The object fills the first parameter; `*args` swallows it. Without any, the call cannot work for another reason. */
function withoutFirst(parameters: readonly SummaryParameter[]): readonly SummaryParameter[] | undefined {
  const [first, ...others] = parameters;
  if (first === undefined || first.kind === 'keyword-only' || first.kind === 'var-keyword') return undefined;
  return first.kind === 'var-positional' ? parameters : others;
}

/** Neither a metaclass, nor `__new__`, nor a decorator has a say in what making an object takes. */
function isPlain({ class: cls }: LocatedClass): boolean {
  if (cls.isConditional === true || cls.methods.includes('__new__')) return false;
  if (cls.bindsUnseen === true && !cls.methods.includes('__init__')) return false;
  if (Object.hasOwn(cls.attributes, '__new__') || Object.hasOwn(cls.attributes, '__init__')) return false;
  if ((cls.keywords ?? []).some((keyword) => keyword !== 'metaclass=abc.ABCMeta')) return false;
  return isLeftAsItIs(cls);
}

/** By what decorates it. */
const isLeftAsItIs = ({ decorators, madeBy }: SummaryClass): boolean =>
  decorators.every((name) => CLASS_DECORATORS.has(name) || (madeBy !== undefined && madeBy !== 'unknown'));

function byField(fields: readonly SummaryField[]): Signature {
  const parameters = fields
    .filter(({ isLeftOut }) => isLeftOut !== true)
    // Those that only keywords reach come behind all others.
    .sort((a, b) => Number(a.isKeywordOnly ?? false) - Number(b.isKeywordOnly ?? false))
    .map(({ name, hasDefault, isKeywordOnly }) => ({
      name,
      kind: isKeywordOnly === true ? ('keyword-only' as const) : ('positional' as const),
      hasDefault,
    }));
  return { parameters, takesMore: false };
}
