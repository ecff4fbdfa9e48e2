import {
  type Call,
  type ClassDef,
  callKeyword,
  type Def,
  decoratorsOf,
  defsOf,
  type Expression,
  type Parameter,
  parametersOf,
  type Stmt,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { CONNECTORS } from '#knowledge/database-drivers';
import { SESSION_CLASSES } from '#knowledge/resources';
import type { Question } from '#project';
import { nameOfTarget } from '#semantics/values/formatted-text';
import { momentIn } from './moments.ts';
import { returnsResultOf } from './returns-result-of.ts';

/** Keywords of columns and fields that give what a row or an object starts with. */
const DEFAULTS = ['default', 'onupdate'] as const;
/** Made again and again, while their class is made once. */
const RECORDS = /^(?:pydantic|sqlmodel)\.(?:BaseModel|SQLModel|main\.\w+)$/;
const RECORD_DECORATORS =
  /^(?:dataclasses|pydantic\.dataclasses|attr|attrs)\.(?:dataclass|s|attrs|define|frozen|mutable)$/;

export default defineSourceRule({
  docs: {
    summary: 'default value evaluated once, at import',
    why: 'A default is evaluated when the definition runs. Every row gets the time at which the process started, or every object gets the same id.',
    remedy:
      'Pass the function instead of its result (`default=datetime.now`, `default_factory=uuid4`), or default to `None` and call it in the function',
    harm: 'misleads',
    severity: {
      'field of rows': 'P1',
      'field of plain objects': 'P2',
      parameter: 'P2',
      'session opened at import': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [665],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'datetime.now() is called once, at import' },
    ],
    bad: 'from datetime import datetime\n\nfrom sqlalchemy import Column, DateTime\n\n\nclass Order(Base):\n    created_at = Column(DateTime, default=datetime.now())\n',
    good: 'from datetime import datetime\n\nfrom sqlalchemy import Column, DateTime\n\n\nclass Order(Base):\n    created_at = Column(DateTime, default=datetime.now)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [returnsResultOf],
  visit: {
    ClassDef(owner, ctx) {
      for (const statement of owner.body) checkField(statement, owner, ctx);
    },
    Module(module, ctx) {
      for (const fn of defsOf(module)) for (const parameter of parametersOf(fn)) checkParameter(parameter, fn, ctx);
    },
  },
});

function checkField(statement: Stmt, owner: ClassDef, ctx: SourceContext): void {
  if (statement.kind !== 'Assign' && statement.kind !== 'AnnAssign') return;
  const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
  const name = target && nameOfTarget(target);
  const { value } = statement;
  if (name === undefined || value === undefined || !ctx.context.runsAtImport(statement)) return;
  const isOfEach = value.kind === 'Call' ? defaultsOf(value) : [];
  const isPlain = isOfEach.length === 0 && statement.kind === 'AnnAssign' && isRecord(owner, ctx);
  const given = isPlain ? startingWith(value, ctx) : isOfEach;
  const moment = momentIn(given, ctx);
  if (moment === undefined) return;
  const { call: at, when } = moment;
  const said = shortText(at, ctx.text);
  ctx.report({
    at,
    ...(when !== undefined && { when }),
    message: `every \`${owner.name}\` gets the same \`${name}\`: \`${said}\` is called once, when the class is defined`,
    // Rows are kept; an object is mostly given what it is made with.
    ...(isPlain && { kind: 'field of plain objects' }),
    // Anyone who believes it of one field writes it in all.
    cause: `fields ${said}`,
  });
}

const defaultsOf = (call: Call): readonly Expression[] =>
  DEFAULTS.flatMap((name) => callKeyword(call, name)?.value ?? []);

/** Describes a field or a parameter: what is in `examples` or in `description` is only shown. */
const DESCRIBING = /^(?:fastapi\.(?:\w+\.)*(?:Body|Query|Path|Header|Cookie|Form|File)|pydantic\.(?:fields\.)?Field)$/;

/** What a value starts with where nobody gives one: the first argument of `Body(…)`, and anything else as it is. */
function startingWith(value: Expression, { types }: SourceContext): readonly Expression[] {
  if (value.kind !== 'Call' || !DESCRIBING.test(types.calleeName(value.func) ?? '')) return [value];
  return [...value.args.slice(0, 1), ...defaultsOf(value)];
}

function checkParameter(parameter: Parameter, fn: Def, ctx: SourceContext): void {
  if (parameter.default === undefined || !ctx.context.runsAtImport(fn)) return;
  const moment = momentIn(startingWith(parameter.default, ctx), ctx);
  if (moment?.when !== undefined || moment === undefined) checkSession(parameter, fn, ctx);
  if (moment === undefined) return;
  const { call: at, ...when } = moment;
  ctx.report({
    at,
    ...when,
    message: `the default of \`${parameter.name}\` in \`${fn.name}\` is evaluated once: \`${shortText(at, ctx.text)}\` keeps its value from import`,
    cause: `${ctx.path} parameters`,
    kind: 'parameter',
  });
}

/** Who does not give a session of their own shares one transaction, with its failures, and one connection, which the server may end. */
function checkSession({ name, node, default: at }: Parameter, fn: Def, ctx: SourceContext): void {
  if (at?.kind !== 'Call') return;
  const own = ctx.types.classOf(at);
  const path = own === undefined ? ctx.effects.projectPath(at) : undefined;
  if (path === undefined && !SESSIONS.has(own ?? '') && !CONNECTORS.has(ctx.types.calleeName(at.func) ?? '')) return;
  const position = fn.args.args.indexOf(node) - (ctx.context.classOfMethod(fn) === undefined ? 0 : 1);
  const given = { kind: 'is-given', to: ctx.names.fullNameOf(fn), parameter: name, position } as const;
  const of: Question[] = [{ kind: 'not', of: given }];
  const methods = [...SESSIONS].map((each) => `${each}.execute`);
  if (path !== undefined)
    of.push({ kind: 'is-foreign-method', path: `${path}().execute`, from: ctx.path, of: methods });
  ctx.report({
    at,
    message: `the default of \`${name}\` in \`${fn.name}\` is one shared \`${shortText(at, ctx.text)}\`, opened at import`,
    remedy: 'Default to `None`, and open and close one in the function',
    harm: 'breaks',
    kind: 'session opened at import',
    cause: `${ctx.path} sessions`,
    when: { question: { kind: 'all', of }, yes: 'keep', no: 'drop', unknown: 'keep' },
  });
}

const SESSIONS: ReadonlySet<string> = new Set([
  ...SESSION_CLASSES,
  'sqlmodel.Session',
  'sqlalchemy.orm.session.Session',
]);

const isRecord = (owner: ClassDef, { names, types }: SourceContext): boolean =>
  types.basesOf(owner).some((base) => RECORDS.test(base ?? '')) ||
  decoratorsOf(owner).some(({ callee }) => RECORD_DECORATORS.test(names.qualifiedName(callee) ?? ''));
