import {
  type AnnAssign,
  ancestors,
  booleanConstant,
  type Call,
  callKeyword,
  type Expression,
  holds,
  type If,
  type IfExp,
  lastName,
  type Node,
  shortText,
  stringConstant,
  type While,
} from '#ast';
import { defineSourceRule, providedThat, type SourceContext } from '#kit';
import { FLAG_TEXTS, flagText } from '#semantics/values/flag-text';
import { returnsParameter } from './_shared/returns-parameter.ts';

export default defineSourceRule({
  docs: {
    summary: 'string used as a boolean: `"false"` is true',
    why: 'Every non-empty string is true. An operator who sets `false`, `0` or `no` to switch something off switches it on instead, and a default of `"False"` means on.',
    remedy: 'Compare the string (`value.lower() in ("1", "true", "yes")`), or let a settings library parse it',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [704],
    origin: [{ document: 'Audits of six services in November 2026', finding: 'type=bool in an argument parser' }],
    bad: 'import os\n\nif os.getenv("SEND_MAIL", "false"):\n    print("sending")\n',
    good: 'import os\n\nif os.getenv("SEND_MAIL", "false").lower() == "true":\n    print("sending")\n',
  },
  skips: ['generated', 'vendored', 'test'],
  questions: [returnsParameter],
  visit: {
    If: checkTest,
    While: checkTest,
    IfExp: checkTest,
    UnaryOp(node, ctx) {
      if (node.op === 'Not') check(node.operand, node, ctx);
    },
    Call(call, ctx) {
      const [given, ...more] = call.args;
      if (given !== undefined && more.length === 0 && ctx.names.qualifiedName(call.func) === 'builtins.bool')
        check(given, call, ctx);
      const type = lastName(call.func) === 'add_argument' ? callKeyword(call, 'type')?.value : undefined;
      if (type !== undefined && ctx.names.qualifiedName(type) === 'builtins.bool') checkOption(call, type, ctx);
    },
    AnnAssign: checkAnnotated,
    Assign({ targets: [target], value }, ctx) {
      if (target?.kind !== 'Name' || ctx.context.defAround(target) !== undefined) return;
      // What this file does with it is looked at there.
      if (ctx.names.resolve(target)?.references.length === 0) checkKept(value, ctx);
    },
    keyword: ({ value }, ctx) => checkKept(value, ctx),
  },
});

function checkTest({ test }: If | While | IfExp, ctx: SourceContext): void {
  for (const part of partsOf(test)) check(part, part, ctx);
}

/** `a` and `b` of `a and not b`; what is behind a `not` is looked at where the `not` is. */
function partsOf(test: Expression): readonly Expression[] {
  return test.kind === 'BoolOp' ? test.values.flatMap(partsOf) : [test];
}

/** A test of what the environment says, where the default shows that a bool is meant. */
function check(tested: Expression, at: Expression, ctx: SourceContext): void {
  if (!READS.has(tested.kind)) return;
  const read = ctx.flow.whole(tested);
  const meant = read.kind === 'Call' ? boolMeantBy(read, ctx) : undefined;
  if (isReadLater(tested, read, ctx)) return;
  if (meant === undefined) {
    if (read.kind === 'Call') checkGiven(read, at, ctx);
    else checkElsewhere(read, at, ctx);
    return;
  }
  const { key, fallback } = meant;
  ctx.report({
    at,
    doubt: isNumber(tested, read, ctx) ? 'uncertain-failure' : undefined,
    message: `${said(key)} is a string, so \`${key ?? 'VARIABLE'}=false\` is true${fallback === undefined ? '' : `, and so is its default \`"${fallback}"\``}`,
    cause: 'environment',
    related: tested === read ? [] : [{ at: read, message: 'read here' }],
  });
}

/** What another module or an object keeps: `if settings.paper`. */
function checkElsewhere(read: Expression, at: Expression, ctx: SourceContext): void {
  const path = ctx.types.pathOf(read);
  if (path?.includes('.') !== true) return;
  const message = `\`${shortText(read, ctx.text)}\` is a string from the configuration, so \`"false"\` is true`;
  const question = { kind: 'holds-value', path, from: ctx.path, values: FLAG_TEXTS } as const;
  ctx.report({ at, message, cause: 'elsewhere', when: providedThat(question, 'drop') });
}

/** `bool(env("LIVE", "false"))`, where the function gives what the environment says, or the text that it is given. */
function checkGiven(read: Call, at: Expression, ctx: SourceContext): void {
  const flag = flagText(read, ctx);
  const given = [...read.args.entries(), ...read.keywords.map(({ arg, value }) => [arg ?? '', value] as const)];
  const [parameter, fallback] = given.find(([, value]) => WORDS.test(stringConstant(value) ?? '')) ?? [];
  const message = `\`${shortText(read, ctx.text)}\` is a string: \`false\` is true, and so is its default \`"${flag ?? stringConstant(fallback)}"\``;
  const own = parameter === undefined ? undefined : ctx.names.definitionOf(read.func);
  const path = own === undefined ? ctx.effects.projectPath(read) : ctx.names.fullNameOf(own);
  if (flag !== undefined) ctx.report({ at, message });
  else if (parameter !== undefined && path !== undefined)
    ctx.report({ at, message, when: providedThat(returnsParameter.ask({ path, from: ctx.path, parameter }), 'drop') });
}

const READS: ReadonlySet<Node['kind']> = new Set(['Name', 'Call', 'Attribute']);

const said = (key: string | undefined): string => (key === undefined ? 'the environment variable' : `\`${key}\``);

interface MeantBool {
  readonly key: string | undefined;
  /** A text that is no empty one; undefined for a bool. */
  readonly fallback: string | undefined;
}

const WORDS = /^(?:true|false|yes|no|on|off|0|1)$/i;

/** `os.getenv("A", "false")`, `os.environ.get("A", False)`; anyone who asks without a default asks whether it is set. */
function boolMeantBy(read: Call, { values }: SourceContext): MeantBool | undefined {
  const { key, fallback } = values.environmentRead(read) ?? {};
  if (fallback === undefined) return undefined;
  if (booleanConstant(fallback) !== undefined) return { key, fallback: undefined };
  const text = stringConstant(fallback);
  return text !== undefined && WORDS.test(text) ? { key, fallback: text } : undefined;
}

/** `if raw and raw.lower() == "true"`, `raw and raw.isdigit()`: the text is looked at in the same test. */
function isReadLater(tested: Expression, read: Expression, ctx: SourceContext): boolean {
  let test: Node = tested;
  for (const parent of ancestors(tested)) {
    if (parent.kind !== 'BoolOp' && parent.kind !== 'UnaryOp') break;
    test = parent;
  }
  const where = test.kind === 'BoolOp' ? partsOf(test).find((part) => looksAt(part, tested, read, ctx)) : undefined;
  if (where !== undefined) ctx.proven({ at: tested, by: 'the string is compared in the same test', where });
  return where !== undefined;
}

function looksAt(part: Expression, tested: Expression, read: Expression, { flow, text }: SourceContext): boolean {
  const isText = (node: Node) => node.kind === read.kind && text.slice(node) === text.slice(read);
  if (part.kind === 'Compare') return flow.origins(part.left).includes(read) || holds(part, isText);
  // After an `or` it is asked of the empty text only.
  const { parent } = part;
  if (part.kind !== 'Call' || part === tested || parent?.kind !== 'BoolOp' || parent.op === 'Or') return false;
  return holds(part, (node) => isText(node) || (node.kind === 'Name' && flow.origins(node).includes(read)));
}

/** `int(raw) if raw else 0`, `if raw: retries = int(raw)`: `false` is no number. */
function isNumber(tested: Expression, read: Expression, { flow, names }: SourceContext): boolean {
  const around = [...ancestors(tested)].find(({ kind }) => kind === 'If' || kind === 'IfExp');
  return (
    around !== undefined &&
    holds(
      around,
      (node) =>
        node.kind === 'Call' &&
        NUMBERS.has(names.qualifiedName(node.func) ?? '') &&
        node.args.some((given) => flow.origins(given).includes(read)),
    )
  );
}

const NUMBERS: ReadonlySet<string> = new Set(['builtins.int', 'builtins.float', 'decimal.Decimal']);

/** `DEBUG = os.getenv("DEBUG", False)` of settings, `app.run(debug=os.getenv("DEBUG", False))`: a bool where nobody sets it, a text else. */
function checkKept(value: Expression, ctx: SourceContext): void {
  const meant = value.kind === 'Call' ? boolMeantBy(value, ctx) : undefined;
  if (meant === undefined || meant.fallback !== undefined) return;
  const { key } = meant;
  ctx.report({
    at: value,
    message: `${said(key)} is a string when set, so \`${key ?? 'VARIABLE'}=false\` is true`,
    cause: 'environment',
  });
}

/** `parser.add_argument("--verbose", type=bool)`, also of a query: only what is in a body of JSON is a bool already. */
function checkOption(call: Call, type: Expression, ctx: SourceContext): void {
  const [first] = call.args;
  const option = first && ctx.values.string(first);
  const parser = ctx.names.imports.find(({ module }) => PARSERS.test(module))?.module;
  const location = callKeyword(call, 'location')?.value;
  if (option === undefined || parser === undefined || (location && ctx.values.string(location) === 'json')) return;
  const given = option.startsWith('-') ? `${option} false` : `${option}=false`;
  const message = `\`${given}\` is true: \`bool\` converts every non-empty string to \`True\``;
  const isBare = callKeyword(call, 'nargs') !== undefined && callKeyword(call, 'const') !== undefined;
  const remedy = parser.startsWith('flask')
    ? 'Use `type=inputs.boolean`'
    : 'Use `action="store_true"` or `action=argparse.BooleanOptionalAction` instead of `type=bool`';
  ctx.report({ at: type, cause: parser, message, remedy, doubt: isBare ? 'uncertain-failure' : undefined });
}

const PARSERS =
  /^(?:argparse|django\.core\.management(?:\.base)?|(?:flask_restx|flask_restful|flask_restplus)(?:\.reqparse)?)$/;

/** `send_mail: bool = os.getenv("SEND_MAIL", "false")` where nothing parses it: outside of a class, or in one without a base. */
function checkAnnotated({ annotation, value, parent }: AnnAssign, ctx: SourceContext): void {
  if (value?.kind !== 'Call' && value?.kind !== 'Subscript') return;
  if (
    ctx.names.qualifiedName(annotation) !== 'builtins.bool' ||
    (parent?.kind === 'ClassDef' && parent.bases.length > 0)
  )
    return;
  const read = ctx.values.environmentRead(value);
  if (read === undefined) return;
  const text = read.fallback === undefined ? undefined : stringConstant(read.fallback);
  const message = `${said(read.key)} stays a string despite the annotation: \`${read.key ?? 'VARIABLE'}=false\` is true${text ? `, and so is its default \`"${text}"\`` : ''}`;
  ctx.report({ at: value, message, cause: 'environment' });
}
