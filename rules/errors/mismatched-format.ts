import { type Attribute, type Call, type Expression, type JoinedStr, lastName, shortText, stringConstant } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { importsModule } from '#semantics/names/imports-module';
import { counted } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'format string and arguments do not match',
    why: 'A missing argument raises an exception whenever the line runs. A surplus argument is ignored, except in a log call, where `logging` prints a traceback instead of the message.',
    remedy: 'Give the format string one placeholder for each value (`%s` for `logging`, `{}` for `.format`)',
    harm: 'breaks',
    severity: {
      'call that raises': 'P1',
      'log line': 'P3',
      'value dropped': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [628, 685],
    origin: [
      {
        document: 'Field report 1',
        finding: 'F: what pylint and ruff report and we do not (E1205, E1206, E1306, F523, F524)',
      },
    ],
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef pay(order):\n    logger.error("cannot pay:", order)\n',
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef pay(order):\n    logger.error("cannot pay: %s", order)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Call(call, ctx) {
      if (call.args.some(({ kind }) => kind === 'Starred')) return;
      const { func, args } = call;
      const level = LOGGED.exec(ctx.types.calleeName(func) ?? '')?.[1];
      if (level !== undefined) {
        const [text, ...values] = level === 'log' ? args.slice(1) : args;
        if (text !== undefined) checkPercent(text, values, LOGGING, ctx);
      } else if (func.kind === 'Attribute' && seemsLogger(func, ctx)) {
        const [text, ...values] = args;
        if (text !== undefined && PLACED.test(stringConstant(text) ?? '')) checkPercent(text, values, BY_NAME, ctx);
      } else if (func.kind === 'Attribute' && func.attr === 'format') checkFormat(func.value, call, ctx);
    },
    BinOp({ op, left, right }, ctx) {
      if (op !== 'Mod' || right.kind !== 'Tuple' || right.elts.some(({ kind }) => kind === 'Starred')) return;
      checkPercent(left, right.elts, undefined, ctx);
    },
  },
});

const LOGGED = /^logging\.(?:Logger\.|LoggerAdapter\.)?(debug|info|warn(?:ing)?|error|exception|critical|fatal|log)$/;

/** A logger of `logging`, seen or by its name. */
interface Logger {
  readonly doubt?: DoubtId;
}

const LOGGING: Logger = {};
const BY_NAME: Logger = { doubt: 'type-from-name' };
const LEVELS = /^(?:debug|info|warning|error|exception|critical)$/;
const PLACED = /%[-\d.]*[sdrf]/;

/** `self.log.info(…)` of an adapter that another module makes; other libraries fill texts another way. */
const seemsLogger = ({ value, attr }: Attribute, { names }: SourceContext): boolean =>
  LEVELS.test(attr) &&
  /^_*(?:log|logger)$/i.test(lastName(value) ?? '') &&
  !importsModule(/^(?:loguru|structlog)\b/, names);

/** `%s`, `%-8.2f`; a `*` takes a value of its own, and a name takes all from one mapping. */
const PLACE = /%(?:%|(\(\w+\))|[-#0 +]*(\*|[1-9]\d*)?(?:\.(\*|\d+))?[hlL]?[diouxXeEfFgGcrsa])/g;

function checkPercent(
  text: Expression,
  values: readonly Expression[],
  logger: Logger | undefined,
  ctx: SourceContext,
): void {
  const written = text.kind === 'JoinedStr' ? constantOf(text) : stringConstant(text);
  // A lone value may be a mapping, which stands for as many as there are; without a value `logging` leaves the text as it is.
  if (written === undefined || values.length === 0 || values[0]?.kind === 'Dict') return;
  let wanted = 0;
  for (const [place, name, width, precision] of written.matchAll(PLACE)) {
    if (name !== undefined) return;
    if (place !== '%%') wanted += 1 + Number(width === '*') + Number(precision === '*');
  }
  if (wanted === values.length) return;
  const harm = logger ? '`logging` cannot format the message' : 'it raises on every call';
  ctx.report({
    at: text,
    message: `the format string has ${counted(wanted, 'placeholder')} but gets ${counted(values.length, 'value')}: ${harm}`,
    ...(logger && { harm: 'hides-failures', kind: 'log line', doubt: logger.doubt }),
  });
}

/** What is in an f-string besides its values. */
const constantOf = ({ values }: JoinedStr): string => values.map((each) => stringConstant(each) ?? '').join('');

/** `{}`, `{0}`, `{order.number!r:>8}`; `{{` is a brace. */
const FIELD = /\{([^{}:!]*)/g;

function checkFormat(text: Expression, { args, keywords }: Call, ctx: SourceContext): void {
  const literal = stringConstant(text);
  const written = (literal ?? ctx.values.string(text))?.replaceAll('{{', '');
  if (written === undefined) return;
  let [wanted, lacked]: [number, string | undefined] = [0, undefined];
  const named = new Set<string>();
  const given = new Set(keywords.map(({ arg }) => arg));
  for (const [, field = ''] of written.matchAll(FIELD)) {
    const [root = ''] = field.split(/[.[]/, 1);
    if (/^\d*$/.test(root)) wanted = root === '' ? wanted + 1 : Math.max(wanted, Number(root) + 1);
    else if (!given.has(root)) lacked ??= root;
    named.add(root);
  }
  const isWhole = !given.has(undefined);
  const unused = keywords.find(({ arg }) => arg !== undefined && !named.has(arg));
  const message =
    wanted > args.length
      ? `the format string has ${counted(wanted, 'placeholder')} but gets ${counted(args.length, 'value')}: it raises on every call`
      : isWhole && lacked !== undefined
        ? `the format string has a placeholder for \`${lacked.trim().slice(0, 40)}\` but gets no such value: it raises on every call`
        : literal === undefined || (wanted === args.length && unused === undefined)
          ? undefined
          : `the format string has no placeholder for \`${shortText(args[wanted] ?? unused?.value ?? text, ctx.text)}\`: the value is dropped`;
  if (message === undefined) return;
  ctx.report({ at: text, message, ...(message.endsWith('dropped') && { harm: 'misleads', kind: 'value dropped' }) });
}
