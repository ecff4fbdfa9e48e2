import { type Call, type Expression, holds, lastName, type Node, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { URL_SAFE } from '#knowledge/url-escaping';
import { makersOf } from '#semantics/values/makers';

export default defineSourceRule({
  docs: {
    summary: 'connection URL built from unescaped credentials',
    why: 'A password with `@`, `/`, `#` or `%` changes where the URL is split: the connection goes to another host or fails, with an error that does not name the password. Generated passwords contain such characters.',
    remedy: 'Build the URL with `sqlalchemy.URL.create(…)`, or escape user and password with `urllib.parse.quote_plus`',
    harm: 'breaks',
    severity: { 'unescaped credentials': 'P2', 'unescaped percent sign': 'P3' },
    precision: 'medium',
    since: '0.1.0',
    cwe: [116],
    origin: [{ document: 'Field report 2', finding: 'database_url built without URL-escaping user and password' }],
    bad: "import os\n\nDATABASE_URL = f\"postgresql://{os.environ['DB_USER']}:{os.environ['DB_PASSWORD']}@db/shop\"\n",
    good: "import os\nfrom urllib.parse import quote_plus\n\nDATABASE_URL = f\"postgresql://{quote_plus(os.environ['DB_USER'])}:{quote_plus(os.environ['DB_PASSWORD'])}@db/shop\"\n",
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    JoinedStr: visitText,
    BinOp(sum, ctx) {
      if ((sum.op === 'Add' || sum.op === 'Mod') && sum.parent?.kind !== 'BinOp') visitText(sum, ctx);
    },
    Call(call, ctx) {
      const name = lastName(call.func);
      if (name === 'format' && call.func.kind === 'Attribute' && stringConstant(call.func.value) !== undefined)
        visitText(call, ctx);
      if (name === 'set_main_option') visitOption(call, ctx);
    },
  },
});

/** `postgresql://{user}:{password}@`: user, and what is between the colon and the host. */
const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/([^/@]*):\0(\d+)\0@/;

function visitText(text: Expression, ctx: SourceContext): void {
  if (text.parent?.kind === 'BinOp' || text.parent?.kind === 'JoinedStr' || !holds(text, isOfUrl)) return;
  const pieces = ctx.values.textPieces(text);
  if (pieces === undefined) return;
  const shown = pieces.map((piece, index) => (piece.kind === 'constant' ? piece.text : `\0${index}\0`)).join('');
  const [, scheme, , index] = ADDRESS.exec(shown) ?? [];
  const password = index === undefined ? undefined : pieces[Number(index)];
  if (scheme === undefined || password?.kind !== 'expression') return;
  const escaped = escapedIn(password.expression, ctx);
  if (escaped !== undefined) {
    ctx.proven({ at: text, by: 'the password is escaped', where: escaped });
    return;
  }
  ctx.report({
    at: text,
    message: `unescaped credentials: \`${ctx.text.slice(password.expression)}\` is put into a \`${scheme}://\` URL as it is`,
    cause: `${ctx.path} credentials`,
  });
}

const isOfUrl = (node: Node): boolean => node.kind === 'Constant' && stringConstant(node)?.includes('://') === true;

/** What quotes it, or makes it of letters and digits alone, by what is seen of where it comes from. */
function escapedIn(password: Expression, ctx: SourceContext): Node | undefined {
  const isEscaped = (each: Node): boolean => holds(each, (node) => isEscaping(node, ctx));
  // A property of the class, which may quote it.
  const owner = password.kind === 'Attribute' ? ctx.context.classAround(password) : undefined;
  const properties = (owner?.body ?? []).filter(
    (member) => member.kind === 'FunctionDef' && password.kind === 'Attribute' && member.name === password.attr,
  );
  return [...comingFrom(password, ctx), ...properties].find(isEscaped);
}

const isEscaping = (node: Node, { names }: SourceContext): boolean =>
  node.kind === 'Call' &&
  (URL_SAFE.has(names.qualifiedName(node.func) ?? '') || /^(?:hexdigest|hex)$/.test(lastName(node.func) ?? ''));

const comingFrom = (value: Expression, ctx: SourceContext): readonly Expression[] => [
  value,
  ...ctx.flow.origins(value),
  ...makersOf(value, ctx),
];

/** `config.set_main_option("sqlalchemy.url", settings.database_url)`: ConfigParser takes `%` for the start of a reference. */
function visitOption(call: Call, ctx: SourceContext): void {
  const [option, value] = call.args;
  if (option === undefined || value === undefined || ctx.values.string(option) !== 'sqlalchemy.url') return;
  if (ctx.values.string(value) !== undefined) return;
  const isDoubling = (node: Node): boolean =>
    node.kind === 'Call' && lastName(node.func) === 'replace' && stringConstant(node.args[0]) === '%';
  const doubled = comingFrom(value, ctx).find((each) => holds(each, isDoubling));
  if (doubled !== undefined) {
    ctx.proven({ at: value, by: 'the percent sign is doubled', where: doubled });
    return;
  }
  ctx.report({
    at: value,
    message: `unescaped percent sign: \`set_main_option\` reads \`%\` in \`${ctx.text.slice(value)}\` as an interpolation, so a percent-encoded password stops the migrations`,
    remedy: 'Double it (`url.replace("%", "%%")`), or pass the URL to `create_engine` without the configuration',
    kind: 'unescaped percent sign',
  });
}
