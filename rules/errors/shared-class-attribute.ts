import { type ClassDef, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { RECORD_BASES } from '#knowledge/record-classes';
import type { StateLife, StateUse } from '#semantics';

export default defineSourceRule({
  docs: {
    summary: 'mutable class attribute shared by all instances',
    why: 'A list or dict in a class body is created once and shared by all instances. Whatever is added for one order, request or user is visible to all others.',
    remedy: 'Create it in `__init__` (`self.items = []`), or with `field(default_factory=list)`',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [488, 665],
    origin: [{ document: 'Field report 1', finding: 'F: what ruff reports and we do not (RUF012)' }],
    bad: 'class Cart:\n    items = []\n\n    def add(self, item):\n        self.items.append(item)\n\n\ndef order(names):\n    cart = Cart()\n    for name in names:\n        cart.add(name)\n    return cart.items\n',
    good: 'class Cart:\n    def __init__(self):\n        self.items = []\n\n    def add(self, item):\n        self.items.append(item)\n\n\ndef order(names):\n    cart = Cart()\n    for name in names:\n        cart.add(name)\n    return cart.items\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: { ClassDef: check },
});

function check(owner: ClassDef, ctx: SourceContext): void {
  for (const life of ctx.state.ofClass(owner).values()) {
    const filled = filledByObjects(life, owner, ctx);
    const made = life.of('create').find(({ within }) => within === undefined);
    if (filled === undefined || made?.value === undefined || !isOneObject(made.value, ctx)) continue;
    const home = ctx.context.classAround(made.node) ?? owner;
    const isRecord = made.node.parent?.kind === 'AnnAssign' ? isRecordClass(home, ctx) : false;
    if (isRecord === true) {
      ctx.proven({ at: made.node, by: 'the class is a record type that copies the default for each instance' });
      continue;
    }
    ctx.report({
      at: made.node,
      cause: `${ctx.names.fullNameOf(home)} ${life.name}`,
      doubt: isRecord === undefined ? 'uncertain-dispatch' : undefined,
      message: `mutable class attribute: all instances of \`${owner.name}\` share and modify one \`${life.name}\``,
      related: [{ at: filled.node, message: 'it is modified through `self` here' }],
    });
  }
}

/** Undefined where a base is not seen. */
function isRecordClass(home: ClassDef, { names, types }: SourceContext): boolean | undefined {
  const bases = types.basesOf(home);
  if (bases.some((base) => base !== undefined && RECORD_BASES.has(base))) return true;
  const isSeen = (base = ''): boolean =>
    base.startsWith(`${names.moduleName}.`) || /^(?:builtins|abc|typing)\./.test(base);
  return bases.every(isSeen) ? false : undefined;
}

/** The first use that fills it through an object, where none gives its object one of its own, and nobody asks the class for it. */
function filledByObjects(life: StateLife, owner: ClassDef, ctx: SourceContext): StateUse | undefined {
  if (life.container !== 'list' && life.container !== 'dict' && life.container !== 'set') return undefined;
  const isOwn = (use: StateUse): boolean => use.within !== undefined;
  if ([...life.of('create'), ...life.of('rebind')].some(isOwn)) return undefined;
  const mentions = ctx.state.mentionsOfLife(life);
  const isOfClass = mentions.some(
    (each) =>
      each.kind === 'Attribute' &&
      each.value.kind === 'Name' &&
      (each.value.id === 'cls' || each.value.id === owner.name),
  );
  return isOfClass || ctx.state.bindsUnseen(owner) ? undefined : life.of('grow').find(isOwn);
}

const MAKERS: ReadonlySet<string> = new Set(['list', 'dict', 'set', 'defaultdict', 'deque', 'OrderedDict', 'Counter']);

/** `[]`, `dict()`; what `field(…)` or `Column(…)` stand for is another for each object. */
const isOneObject = (value: Expression, { names }: SourceContext): boolean =>
  value.kind === 'Call'
    ? /^(?:builtins|collections)\./.test(names.qualifiedName(value.func) ?? '') &&
      MAKERS.has(lastName(value.func) ?? '')
    : ['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp'].includes(value.kind);
