import { type Call, callKeyword, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'naive timestamp: column or field that stores a time without its time zone',
    why: 'The stored time does not say which zone it is in. A server in another zone, a daylight saving change or a client that assumes its own zone shifts it by hours, and comparing it with an aware time raises a `TypeError`.',
    remedy:
      'Declare the column with `DateTime(timezone=True)` and fill it with `datetime.now(timezone.utc)`, or let the database fill it (`server_default=func.now()`)',
    harm: 'misleads',
    severity: {
      'local time or a lost offset': 'P2',
      'UTC without its zone': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [188],
    origin: [{ document: 'Field report 2', finding: 'naive columns store aware times' }],
    bad: 'from datetime import datetime\n\nfrom sqlalchemy import Column, DateTime\n\nfrom app.base import Base\n\nclass Order(Base):\n    created_at = Column(DateTime, default=datetime.now)\n',
    good: 'from datetime import datetime, timezone\n\nfrom sqlalchemy import Column, DateTime\n\nfrom app.base import Base\n\nclass Order(Base):\n    created_at = Column(DateTime(timezone=True), default=lambda: datetime.now(timezone.utc))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['now', 'utcnow', 'today'],
  visit: {
    Call(call, ctx) {
      if (ctx.context.classAround(call) === undefined || !COLUMN.test(lastName(call.func) ?? '')) return;
      const given = GIVEN.flatMap((name) => callKeyword(call, name)?.value ?? [])[0];
      // What is called here and now is another defect; a date has no zone.
      const clock = given === undefined || given.kind === 'Call' || isDate(call) ? undefined : clockOf(given, ctx);
      const says = clock === undefined ? undefined : saysOf(clock, call, ctx);
      if (given === undefined || says === undefined) return;
      ctx.report({
        at: given,
        message: `naive timestamp: ${says}`,
        cause: `naive columns ${clock}`,
        ...(clock === 'utcnow' && { kind: 'UTC without its zone' }),
      });
    },
  },
});

/** Of SQLAlchemy, SQLModel, Django, Tortoise, Peewee and pydantic. */
const COLUMN = /^(?:Column|mapped_column|Field|DateTimeField|DatetimeField)$/;
const GIVEN = ['default', 'onupdate', 'default_factory'];

const isDate = ({ args }: Call): boolean =>
  args.some((each) => lastName(each.kind === 'Call' ? each.func : each) === 'Date');

type Clock = 'now' | 'utcnow' | 'aware';

/** `datetime.now`, `lambda: datetime.utcnow()`, or a function of the file that gives nothing else. */
function clockOf(given: Expression, ctx: SourceContext): Clock | undefined {
  const made = given.kind === 'Lambda' ? given.body : given;
  const name = ctx.names.qualifiedName(made.kind === 'Call' ? made.func : made);
  const [, clock] = /^datetime\.datetime\.(now|today|utcnow)$/.exec(name ?? '') ?? [];
  const isGivenZone = made.kind === 'Call' && made.args.length + made.keywords.length > 0;
  if (clock !== undefined) return isGivenZone ? 'aware' : clock === 'utcnow' ? 'utcnow' : 'now';
  const fn = made.kind === 'Name' ? ctx.names.definitionOf(made) : undefined;
  const [only, other] = fn === undefined || fn.kind === 'ClassDef' ? [] : ctx.flow.returnValues(fn);
  return only !== undefined && other === undefined && only.kind === 'Call' ? clockOf(only, ctx) : undefined;
}

function saysOf(clock: Clock, column: Call, ctx: SourceContext): string | undefined {
  if (clock === 'now') return 'the default is the local time of the server, without its time zone';
  if (clock === 'utcnow') return 'the default is UTC without its time zone, which readers take for local time';
  const [type] = column.args.filter((each) => lastName(each.kind === 'Call' ? each.func : each) === 'DateTime');
  const isNaive = type !== undefined && (type.kind !== 'Call' || callKeyword(type, 'timezone') === undefined);
  const isOfMapper = /^sqlalchemy\b/.test(
    ctx.names.qualifiedName(type?.kind === 'Call' ? type.func : (type ?? column)) ?? '',
  );
  return isNaive && isOfMapper ? '`DateTime` without `timezone=True` drops the offset of an aware time' : undefined;
}
