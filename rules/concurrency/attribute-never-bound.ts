import {
  type Arg,
  type Attribute,
  ancestors,
  type ClassDef,
  defineProjectRule,
  type FactsContext,
  type FileRole,
  type LocatedClass,
  nodesOf,
  type PackedPlace,
  type ProjectModel,
  packPlace,
  type SummaryClass,
  unpackPlace,
} from '#kit';

const SILENT_ROLES: ReadonlySet<FileRole> = new Set(['test', 'stub', 'generated', 'vendored', 'documentation']);

/** Bases that bring no attributes of their own; whoever reads those of `object` writes them with underscores. */
const EMPTY_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing_extensions.Generic',
]);
/** Decorators of classes that leave their attributes alone. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  'functools.total_ordering',
  'typing.final',
  'typing_extensions.final',
]);

/** What a class reads of its own objects and binds nowhere itself. */
interface ClassReads {
  readonly class: string;
  readonly reads: readonly { readonly attribute: string; readonly method: string; readonly place: PackedPlace }[];
}

interface Fact {
  readonly classes: readonly ClassReads[];
  /** Attributes that the file binds on other objects than `self`, by name or by text. */
  readonly bound: readonly string[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'attribute that is read and bound nowhere',
    why: 'The first run that comes this way ends in an AttributeError, or, under a broad handler, in a fallback that nobody notices.',
    remedy: 'Bind the attribute in `__init__`, or read the one that is meant.',
    severity: 'P1',
    precision: 'high',
    since: '0.1.0',
    cwe: [457],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.totals\n\nmeter = Meter()\n',
    good: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.total\n\nmeter = Meter()\n',
    measured: { read: 15, right: 15, on: 'modelscope, jina, kombu, lmdeploy, mem0ai, mindsdb' },
  },
  facts(file) {
    const classes = SILENT_ROLES.has(file.context.role) ? [] : unboundReads(file);
    const bound = [...boundElsewhere(file)].sort();
    return classes.length === 0 && bound.length === 0 ? [] : [{ classes, bound }];
  },
  check(project, ctx) {
    const bound = new Set(ctx.facts.flatMap(({ fact }) => fact.bound));
    let constructed: ReadonlySet<SummaryClass> | undefined;
    for (const { path, fact } of ctx.facts) {
      const module = project.moduleByPath(path);
      for (const { class: name, reads } of fact.classes) {
        const found = module === undefined ? undefined : project.classNamed(name);
        if (found === undefined || found.module !== module) continue;
        const open = reads.filter(({ attribute }) => !bound.has(attribute));
        if (open.length === 0) continue;
        for (const { attribute, method, place } of open) {
          const family = familyWithout(attribute, found, project);
          if (family === undefined) continue;
          constructed ??= constructedClasses(project);
          const made = family.find((each) => constructed?.has(each.class) === true);
          if (made === undefined) continue;
          const shown = name.slice(found.module.module.length + 1);
          ctx.report({
            at: { path, ...unpackPlace(place) },
            message: `\`${shown}.${method}\` reads \`self.${attribute}\`, which nothing binds`,
            related: [
              {
                path: made.module.path,
                ...made.class.place,
                message: `\`${made.class.qualifiedName.split('.').at(-1)}\` is the class of the object`,
              },
            ],
            key: `${name} ${attribute}`,
          });
        }
      }
    }
  },
});

/** Loads of `self.x` by class, where the class itself binds no `x` and no text of the file says `x`. */
function unboundReads(file: FactsContext): ClassReads[] {
  const { names, context } = file;
  const reads = readsByClass(file);
  if (reads.size === 0) return [];
  const texts = textsOf(file);
  return [...reads].flatMap(([owner, ofClass]) => {
    const open = [...ofClass.values()].filter((node) => !texts.has(node.attr) && !isProbed(node));
    if (open.length === 0 || context.isTestCode(owner) || isNeverMade(owner, file)) return [];
    return [
      {
        class: `${names.moduleName}.${names.qualnameOf(owner)}`,
        reads: open.map((node) => ({
          attribute: node.attr,
          method: context.defAround(node)?.name ?? '',
          place: packPlace(file, node),
        })),
      },
    ];
  });
}

/** The first load of each attribute that the body and the methods of its class do not bind. */
function readsByClass(file: FactsContext): ReadonlyMap<ClassDef, ReadonlyMap<string, Attribute>> {
  const { names } = file;
  const owners = new Map<Arg, ClassDef | undefined>();
  const ownerOf = ({ value }: Attribute): ClassDef | undefined => {
    const receiver = value.kind === 'Name' && value.id === 'self' ? names.parameterOf(value) : undefined;
    if (receiver === undefined) return undefined;
    if (!owners.has(receiver)) owners.set(receiver, classReceiving(receiver, file));
    return owners.get(receiver);
  };
  const bound = new Map<ClassDef, Set<string>>();
  for (const store of names.attributeStores) {
    const owner = ownerOf(store);
    if (owner !== undefined) bound.set(owner, (bound.get(owner) ?? new Set()).add(store.attr));
  }
  const reads = new Map<ClassDef, Map<string, Attribute>>();
  for (const node of nodesOf(file.module, 'Attribute')) {
    if (node.ctx !== 'Load' || node.attr.startsWith('__')) continue;
    const owner = ownerOf(node);
    if (owner === undefined || bound.get(owner)?.has(node.attr) === true) continue;
    if (names.scopeOf(owner)?.bindings.has(node.attr) === true) continue;
    const ofClass = reads.get(owner) ?? new Map<string, Attribute>();
    reads.set(owner, ofClass);
    if (!ofClass.has(node.attr)) ofClass.set(node.attr, node);
  }
  return reads;
}

/** Whoever makes an object gets an exception: the class is there to say that it is gone. */
function isNeverMade(owner: ClassDef, { state, flow }: FactsContext): boolean {
  const init = state.methodsOf(owner).get('__init__');
  return init !== undefined && flow.alwaysRaises(init.body);
}

/** The class whose method's first parameter this is. */
function classReceiving(receiver: Arg, { context }: FactsContext): ClassDef | undefined {
  const fn = receiver.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  const isFirst = (fn.args.posonlyargs[0] ?? fn.args.args[0]) === receiver;
  return isFirst && fn.decorator_list.every(isNoStaticMethod) ? context.classOfMethod(fn) : undefined;
}

function isNoStaticMethod(decorator: ClassDef['decorator_list'][number]): boolean {
  return decorator.kind !== 'Name' || (decorator.id !== 'staticmethod' && decorator.id !== 'classmethod');
}

/** `setattr(self, "x", …)`, `__slots__ = ("x",)`, `for name in ("x", "y")`: whoever writes the name may bind it. */
function textsOf({ module }: FactsContext): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const { value } of nodesOf(module, 'Constant')) if (value.kind === 'str') texts.add(value.value);
  return texts;
}

/** Stands in a `try`, or beside a question for what the object has. */
function isProbed(node: Attribute): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return false;
    if (at.kind === 'Try' && at.handlers.some(({ type }) => type?.kind === 'Name' && type.id === 'AttributeError'))
      return true;
  }
  return false;
}

function* boundElsewhere({ names }: FactsContext): Generator<string> {
  const seen = new Set<string>();
  for (const { value, attr } of names.attributeStores) {
    if ((value.kind === 'Name' && value.id === 'self') || seen.has(attr)) continue;
    seen.add(attr);
    yield attr;
  }
}

function constructedClasses(project: ProjectModel): ReadonlySet<SummaryClass> {
  const made = new Set<SummaryClass>();
  for (const module of project.modules) {
    for (const { constructs } of [module.body, ...module.functions]) {
      for (const { class: name } of constructs) {
        const resolved = project.resolve(name, module);
        if (resolved.kind === 'class') made.add(resolved.class);
      }
    }
  }
  return made;
}

/** The class and those derived from it, when none of them has such an attribute and all of their bases are seen. */
function familyWithout(attribute: string, found: LocatedClass, project: ProjectModel): LocatedClass[] | undefined {
  const family = [found, ...project.derivedFrom(found)];
  // A base may rely on what one of the classes made of it binds: then the others are a matter of how it is used.
  return family.every((each) => lacks(attribute, each, project)) ? family : undefined;
}

function lacks(attribute: string, found: LocatedClass, project: ProjectModel): boolean {
  return project.lineOf(found).every((ancestor) => {
    if (typeof ancestor === 'string') return EMPTY_BASES.has(ancestor);
    const { attributes, methods, isDynamic, isConditional, keywords, decorators } = ancestor.class;
    if (isDynamic === true || isConditional === true || Object.hasOwn(attributes, attribute)) return false;
    if (methods.includes(attribute) || (keywords ?? []).some((keyword) => keyword !== 'metaclass=abc.ABCMeta'))
      return false;
    return decorators.every((decorator) => PLAIN_DECORATORS.has(decorator));
  });
}
