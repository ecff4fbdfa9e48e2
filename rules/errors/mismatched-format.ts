import { type Attribute, type Call, type Expression, lastName, shortText, stringConstant } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { FoldedValue } from '#semantics';
import { importsModule } from '#semantics/names/imports-module';
import { misfitOfBraces } from '#semantics/values/brace-format';
import { ANY_GIVEN, type FormatGiven, type Misfit } from '#semantics/values/format-given';
import { namedIn, operandIn, valuesOf } from '#semantics/values/format-operands';
import { bracesIn, type PercentField, readBraceTemplate, readPercentTemplate } from '#semantics/values/format-template';
import { fillPercent } from '#semantics/values/percent-format';
import { counted } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'format string and arguments do not match',
    why: 'A missing argument, an invalid placeholder or a value of the wrong type raises an exception whenever the line runs. A surplus argument of `.format` is ignored. In a log call, `logging` prints a traceback instead of the message.',
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
      const { func, args } = call;
      const level = LOGGED.exec(ctx.types.calleeName(func) ?? '')?.[1];
      if (level !== undefined) {
        const [text, ...values] = level === 'log' ? args.slice(1) : args;
        if (text !== undefined) checkLogged(text, values, LOGGING, ctx);
      } else if (func.kind === 'Attribute' && seemsLogger(func, ctx)) {
        const [text, ...values] = args;
        if (text !== undefined && hasPlaces(stringConstant(text))) checkLogged(text, values, BY_NAME, ctx);
      } else if (func.kind === 'Attribute' && (func.attr === 'format' || func.attr === 'format_map')) {
        checkBraces(func.value, call, func.attr === 'format_map', ctx);
      }
    },
    BinOp({ op, left, right }, ctx) {
      const template = op === 'Mod' ? templateIn(left, ctx) : undefined;
      if (template === undefined) return;
      const { misfit } = fillPercent(template, operandIn(right, template.type, ctx), template.type);
      if (misfit !== undefined) return reportMisfit(misfit, left, template, undefined, ctx);
      const keys = new Set(template.fields.map(({ key }) => key));
      if (!template.isLiteral || right.kind !== 'Dict' || keys.has(undefined)) return;
      reportDropped(left, entriesOf(right).find(({ key }) => !keys.has(key))?.value, ctx);
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

/** `self.log.info(…)` of an adapter that another module makes; other libraries fill texts another way. */
const seemsLogger = ({ value, attr }: Attribute, { names }: SourceContext): boolean =>
  LEVELS.test(attr) &&
  /^_*(?:log|logger)$/i.test(lastName(value) ?? '') &&
  !importsModule(/^(?:loguru|structlog)\b/, names);

/** Has `%s`; `50% done` is prose, though it reads as `% d`. */
const hasPlaces = (text = ''): boolean =>
  readPercentTemplate(text).pieces.some((piece) => typeof piece !== 'string' && !piece.flags.includes(' '));

interface Template extends ReturnType<typeof readPercentTemplate> {
  readonly fields: readonly PercentField[];
  readonly type: 'str' | 'bytes';
  /** Written where it is used: of an f-string only what is constant is known. */
  readonly isLiteral: boolean;
  readonly isWhole: boolean;
}

/** No conversion takes it: a placeholder that a value may be part of is a fault. */
const UNKNOWN = '\0';

function templateIn(text: Expression, { values }: SourceContext): Template | undefined {
  const folded = values.fold(text);
  const written =
    text.kind === 'JoinedStr' ? text.values.map((each) => stringConstant(each) ?? UNKNOWN).join('') : undefined;
  const type = folded?.kind ?? 'str';
  const known = folded?.kind === 'str' || folded?.kind === 'bytes' ? folded.value : folded ? undefined : written;
  if (known === undefined || (type !== 'str' && type !== 'bytes')) return undefined;
  const template = readPercentTemplate(known, type === 'bytes');
  const fields = template.pieces.filter((piece) => typeof piece !== 'string');
  return { ...template, fields, type, isLiteral: text.kind === 'Constant', isWhole: folded !== undefined };
}

/** Without a value `logging` leaves the text as it is. */
function checkLogged(text: Expression, given: readonly Expression[], logger: Logger, ctx: SourceContext): void {
  const template =
    given.length === 0 || given.some(({ kind }) => kind === 'Starred') ? undefined : templateIn(text, ctx);
  if (template?.type !== 'str') return;
  const { misfit } = fillPercent(template, loggedIn(given, template, ctx), 'str');
  if (misfit !== undefined) reportMisfit(misfit, text, template, logger, ctx);
}

/** A lone mapping stands for what it holds, unless it is empty; without names for its values a value is taken for no mapping. */
function loggedIn(given: readonly Expression[], { fields }: Template, ctx: SourceContext): FormatGiven {
  const [only, second] = given;
  const plain: FormatGiven = { positional: valuesOf(given, ctx), named: undefined };
  if (only === undefined || second !== undefined) return plain;
  const folded = ctx.values.fold(only);
  const made = ctx.flow.whole(only).kind;
  const isMapping =
    folded === undefined
      ? made === 'Dict' || made === 'DictComp'
      : folded.kind === 'mapping' && folded.entries.length > 0;
  const operand = operandIn(only, 'str', ctx);
  return isMapping || (operand === ANY_GIVEN && fields.some(({ key }) => key !== undefined)) ? operand : plain;
}

function checkBraces(text: Expression, call: Call, isMapped: boolean, ctx: SourceContext): void {
  const written = ctx.values.string(text);
  if (written === undefined) return;
  const template = readBraceTemplate(written);
  const { args, keywords } = call;
  const mappings = isMapped ? args : keywords.flatMap(({ arg, value }) => (arg === undefined ? value : []));
  const positional = isMapped ? [] : valuesOf(args, ctx);
  const misfit = misfitOfBraces(template, { positional, named: namedIn(mappings, ctx, keywords) });
  if (misfit !== undefined) reportMisfit(misfit, text, { isWhole: true, fields: [] }, undefined, ctx);
  if (misfit !== undefined || stringConstant(text) === undefined || positional === undefined) return;
  const roots = new Set(bracesIn(template.pieces).map(({ root }) => root));
  const named = [...keywords.map(({ arg, value }) => ({ key: arg, value })), ...mappings.flatMap(entriesOf)];
  const dropped = isMapped ? undefined : args.find((_, i) => !roots.has(i));
  reportDropped(text, dropped ?? named.find(({ key }) => key !== undefined && !roots.has(key))?.value, ctx);
}

/** What a dict display holds under constant names. */
const entriesOf = (mapping: Expression) =>
  mapping.kind === 'Dict'
    ? mapping.keys.flatMap((each, i) => {
        const [key, value] = [stringConstant(each), mapping.values[i]];
        return key === undefined || value === undefined ? [] : [{ key, value }];
      })
    : [];

function reportDropped(at: Expression, value: Expression | undefined, ctx: SourceContext): void {
  if (value === undefined) return;
  const message = `the format string has no placeholder for \`${shortText(value, ctx.text)}\`: the value is dropped`;
  ctx.report({ at, message, harm: 'misleads', kind: 'value dropped' });
}

function reportMisfit(
  misfit: Misfit,
  at: Expression,
  { isWhole, fields }: Pick<Template, 'isWhole' | 'fields'>,
  logger: Logger | undefined,
  ctx: SourceContext,
): void {
  if (!isWhole && (misfit.kind !== 'count' || fields.some(({ key }) => key !== undefined))) return;
  // What an f-string is given may hold placeholders of its own.
  const isSurplus = !isWhole && misfit.kind === 'count' && misfit.given > misfit.wanted;
  const doubt = isSurplus ? 'uncertain-failure' : logger?.doubt;
  const harm = logger ? '`logging` cannot format the message' : 'it raises on every call';
  ctx.report({
    at,
    message: `${factOf(misfit)}: ${harm}`,
    doubt,
    ...(logger && { harm: 'hides-failures', kind: 'log line' }),
  });
}

const TYPES: Readonly<Record<FoldedValue['kind'], string>> = {
  none: '`None`',
  bool: 'a bool',
  int: 'an integer',
  float: 'a float',
  str: 'a string',
  bytes: 'bytes',
  tuple: 'a tuple',
  list: 'a list',
  set: 'a set',
  mapping: 'a dict',
};

function factOf(misfit: Misfit): string {
  switch (misfit.kind) {
    case 'faulty template':
      return `the format string is invalid (${misfit.fault})`;
    case 'count':
      return `the format string has ${counted(misfit.wanted, 'placeholder')} but gets ${counted(misfit.given, 'value')}`;
    case 'no mapping':
      return `the format string has a placeholder for \`${shown(misfit.name)}\` but gets no mapping`;
    case 'missing name':
      return `the format string has a placeholder for \`${shown(misfit.name)}\` but gets no such value`;
    case 'refused value':
      return `\`${shown(misfit.format)}\` cannot format ${TYPES[misfit.value.kind]}`;
  }
}

const shown = (name: string): string => name.trim().slice(0, 40);
