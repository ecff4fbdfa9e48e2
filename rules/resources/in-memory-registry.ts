import { type Call, type ClassDef, type Def, holds, lastName, type Node, nameSpan, parametersOf } from '#ast';
import {
  type DoubtId,
  defineSourceRule,
  NOT_PRODUCTION,
  providedThat,
  reachedFrom,
  SERVING,
  type SourceContext,
  whereItServes,
} from '#kit';
import { callsTo } from '#kit/calls';
import { DEFAULT_MEMORY_STORES, MEMORY_STORES } from '#knowledge/memory-stores';
import type { Grade, Question } from '#project';
import type { Effect, StateLife } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { fileAccessOf } from '#semantics/files/file-access';
import { isCalled } from './_shared/called.ts';
import type { Addition } from './_shared/growing-state.ts';

const NAME = /(Registry|Store|Repository|Repo|Catalogu?e?|Database|Ledger|Inventory)$/;
/** Says that it forgets, or is no place for records. */
const MEMORY =
  /memory|mem|fake|mock|dummy|test|null|noop|temp|ephemeral|cache|local|thread|context|session|lazy|weak|example|demo|static|builtin|default|simple|scratch|state/i;
/** What is filled as modules are imported or settings are read: kinds of things, not things. */
const KINDS =
  /Plugin|Tool|Handler|Type|Command|Provider|Backend|Factory|Codec|Class|Converter|Function|Func|Extension|Adapter|Op|Operator|Event|Hook|Callback|Widget|Component|Scheme|Strategy|Schema|Format|Parser|Loader|Driver|Engine|Node|Action|Rule|Check|Service|Template|Filter|Transform|Metric|Step|Processor|Serializer|Validator|Middleware|Route|Signal|Listener|Observer|Dialect|Kernel|Layer|Symbol|Namespace|Module|Package|Import|Option|Config|Setting|Var|Key|Param|Feature|Flag|Locale|Icon|Theme|Font|Skill|Capability|Connector|Client|Connection|Instance|Object|Actor|Callable|Method|Lock|Vector|Future|Worker|Process|Confirmation|Pending/;
const ADDING = /^_*(a|async_)?(register|save|add|put|create|store|insert|upsert|record|publish|append|submit)(_|$)/;
/** Parameters that hold kinds of things. */
const KIND_PARAMETER =
  /(^|_)(cls|klass|class_|func|fn|function|handler|factory|callback|callable|type_?|plugin|builder|constructor|hook|loader|module)$/;
const DURABLE =
  /redis|sql|database|(^|_)db(_|$)|persist|durable|journal|repository|backend|(^|_)(path|file|filename|folder|dir|directory|disk|session|conn|connection|engine|cursor|bucket|client|storage|store|dump|load|flush|commit|sync|snapshot|restore|save_to|write|export|serialize|pickle|checkpoint|api|url|http)(_|$)/i;
const KEEPING: ReadonlySet<Effect> = new Set(['database', 'file', 'network']);
const PLAIN_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'typing.Generic',
  'abc.ABC',
  'pydantic.BaseModel',
]);

export default defineSourceRule({
  docs: {
    summary: 'records or conversation state kept only in process memory',
    why: 'A restart loses all records, and a second process of the same service never sees them.',
    remedy: 'Store the records in a database (or a file written on each change) and load them at startup',
    harm: 'loses',
    severity: 'P1',
    precision: 'low',
    measured: { read: 2, right: 1, on: 'sglang, swarms' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.4' }],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\nclass ModelRegistry:\n    def __init__(self):\n        self.versions = {}\n\n    def register(self, name, version):\n        self.versions[name] = version\n\nregistry = ModelRegistry()\n\n@app.post("/models")\ndef add(name: str, version: str):\n    registry.register(name, version)\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI()\n\nclass ModelRegistry:\n    def __init__(self, database):\n        self.database = database\n\n    def register(self, name, version):\n        self.database.execute("INSERT INTO versions VALUES (?, ?)", (name, version))\n\nregistry = ModelRegistry(connect())\n\n@app.post("/models")\ndef add(name: str, version: str):\n    registry.register(name, version)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  questions: [isCalled],
  visit: {
    Module(_module, ctx) {
      for (const { func } of callsTo(MEMORY_STORES, ctx))
        ctx.report({
          at: func,
          cause: 'conversations',
          message: `\`${ctx.text.slice(func)}\` keeps conversation state only in process memory: a restart loses it`,
          remedy: STORAGE,
        });
      for (const [library, { makers, argument, states }] of DEFAULT_MEMORY_STORES) {
        const made = callsTo(makers, ctx).find((call) => isWithoutStorage(call, argument, ctx));
        if (made === undefined) continue;
        const used: Question = {
          kind: 'called-elsewhere',
          module: ctx.names.moduleName,
          names: states,
          orAtImport: true,
        };
        ctx.report({
          at: made.func,
          cause: 'conversations',
          message: `\`${ctx.text.slice(made.func)}\` is given no \`${argument}\`, so ${library} keeps conversation state only in process memory: a restart loses it`,
          remedy: STORAGE,
          ...(callsTo(new Set(states), ctx).length === 0 && { when: providedThat(used, 'drop') }),
        });
      }
    },
    ClassDef(owner, ctx) {
      // What is named after kinds of things is filled as modules are imported.
      if (!NAME.test(owner.name) || KINDS.test(owner.name)) return;
      const found = recordIn(owner, ctx);
      if (found === undefined || isDurable(owner, ctx)) return;
      const { life, use, fn: method } = found;
      const other = givenToStore(found, ctx);
      if (other !== undefined) {
        ctx.proven({ at: nameSpan(owner), by: 'the records are also written to a store', where: other });
        return;
      }
      const end = refusalWhenClosed(found, owner, ctx);
      if (end !== undefined) {
        ctx.proven({ at: nameSpan(owner), by: 'it is filled once and then closed', where: end });
        return;
      }
      const isFilled = reachedFrom(SERVING, ctx.names.fullNameOf(method));
      const isKept = { kind: 'long-lived', class: ctx.names.fullNameOf(owner) } as const;
      ctx.report({
        at: nameSpan(owner),
        message: `\`${owner.name}.${method.name}\` stores records only in process memory (\`${life.name}\`): a restart loses them`,
        related: [{ at: use.node, message: 'a record is stored here' }, ...madeIn(life)],
        doubt: doubtAbout(owner, ctx),
        // What is filled as the program starts is there again after the next start.
        when: providedThat(isFilled, {
          question: whereItServes(isKept),
          yes: 'drop',
          no: UNSEEN,
          unknown: UNSEEN,
        }),
      });
    },
  },
});

const STORAGE = 'Use the Redis or database storage of the same library';

/** Made without the argument; arguments that nobody can read here may hold it. */
const isWithoutStorage = ({ args, keywords }: Call, argument: string, { values }: SourceContext): boolean =>
  args.length === 0 &&
  keywords.every(({ arg, value }) => arg !== undefined && (arg !== argument || values.fold(value)?.kind === 'none'));

const UNSEEN: Grade = { doubt: 'unknown-lifetime' };

function doubtAbout(owner: ClassDef, ctx: SourceContext): DoubtId | undefined {
  if (hasUnknownBase(owner, ctx)) return 'uncertain-dispatch';
  const isNamed =
    MEMORY.test(owner.name) ||
    /memory|fake|mock|stub/i.test(ctx.path) ||
    holds(owner, (node) => node.kind !== 'Call' && DURABLE.test(nameOf(node)));
  if (isNamed) return 'role-from-name';
  // One of several: which of them runs is a matter of settings.
  return hasSiblings(owner, ctx) ? 'uncertain-dispatch' : undefined;
}

const madeIn = (life: StateLife) =>
  life
    .of('create')
    .slice(0, 1)
    .map(({ node }) => ({ at: node, message: 'it starts empty here' }));

interface Record extends Addition {
  readonly life: StateLife;
}

/** An attribute in which methods keep what callers bring. */
function recordIn(owner: ClassDef, ctx: SourceContext): Record | undefined {
  for (const life of ctx.state.ofClass(owner).values()) {
    if (life.container !== 'dict' && life.container !== 'list') continue;
    for (const use of life.of('grow')) {
      const method = use.within;
      if (method === undefined || method.kind === 'Lambda' || !ADDING.test(method.name)) continue;
      if (ctx.context.classOfMethod(method) === owner && takesRecords(method, ctx)) return { life, use, fn: method };
    }
  }
  return undefined;
}

/** `self.session.add(customer)`: what the caller brings is handed on in the same method. */
function givenToStore({ fn, life }: Record, ctx: SourceContext): Call | undefined {
  return callsWithin(fn.body).find(
    ({ func, args }) =>
      func.kind === 'Attribute' &&
      func.value.kind === 'Attribute' &&
      func.value.attr !== life.name &&
      DURABLE.test(nameOf(func.value)) &&
      args.some((each) => each.kind === 'Name' && ctx.names.parameterOf(each)?.parent?.parent === fn),
  );
}

/** `if self._frozen: raise …`, where `freeze` only sets it: what a program is made of is put together, and then closed against more. */
function refusalWhenClosed({ fn, life }: Record, owner: ClassDef, ctx: SourceContext): Node | undefined {
  if (life.of('shrink').length > 0) return undefined;
  return fn.body.find((statement) => {
    if (statement.kind !== 'If' || !ctx.flow.alwaysRaises(statement.body)) return false;
    const flag = statement.test.kind === 'Attribute' ? ctx.state.ofClass(owner).get(statement.test.attr) : undefined;
    return (flag?.of('rebind') ?? []).some(
      ({ value, within }) =>
        value !== undefined &&
        ctx.values.fold(value)?.kind === 'bool' &&
        within !== undefined &&
        within.kind !== 'Lambda' &&
        callsWithin(within.body).length === 0,
    );
  });
}

/** Takes things from its caller, and is no decorator. */
function takesRecords(method: Def, ctx: SourceContext): boolean {
  const given = parametersOf(method).slice(1);
  if (given.length === 0 || given.some(({ name }) => KIND_PARAMETER.test(name))) return false;
  const isOfKinds = given.some(
    ({ annotation }) => annotation !== undefined && /\b(Callable|[Tt]ype)\b/.test(ctx.text.slice(annotation)),
  );
  const isDecorator = method.body.some(({ kind }) => kind === 'FunctionDef');
  return !isOfKinds && !isDecorator && !ctx.names.decoratorNames(method).includes('builtins.classmethod');
}

/** A base of another file may write what it is given. */
function hasUnknownBase(owner: ClassDef, { types, names }: SourceContext): boolean {
  const bases = types.basesOf(owner);
  return owner.bases.some(
    (base, index) => !PLAIN_BASES.has(bases[index] ?? '') && names.definitionOf(base)?.kind !== 'ClassDef',
  );
}

/** Something in the class keeps the records elsewhere as well, or gives them a time that ends with the process. */
function isDurable(owner: ClassDef, ctx: SourceContext): boolean {
  return holds(owner, (node) => {
    if (node.kind !== 'Call') return false;
    const callee = ctx.types.calleeName(node.func) ?? '';
    return (KEEPING.has(ctx.effects.of(node)) && mayKeep(node, ctx)) || /^time\.monotonic(?:_ns)?$/.test(callee);
  });
}

/** What only reads a file keeps nothing, and nor does what is set up while the object is made and not held. */
function mayKeep(call: Call, ctx: SourceContext): boolean {
  if (fileAccessOf(call, ctx)?.how === 'read' || LOOKING.test(lastName(call.func) ?? '')) return false;
  const around = ctx.context.defAround(call);
  return around === undefined || call.parent?.kind !== 'Expr' || !ctx.state.runsInCreation(around);
}

const LOOKING = /^(?:exists|is_file|is_dir|isfile|isdir|stat|glob|rglob|iterdir|listdir|read|read_text|read_bytes)$/;

/** What attributes and methods of the object are called; what a parameter or another object's attribute is called keeps nothing. */
function nameOf(node: Node): string {
  if (node.kind === 'Attribute') return node.value.kind === 'Name' && node.value.id === 'self' ? node.attr : '';
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' ? node.name : '';
}

function hasSiblings(owner: ClassDef, ctx: SourceContext): boolean {
  return ctx.types.basesOf(owner).some((base) => base === undefined || !PLAIN_BASES.has(base));
}
