import { type Call, type ClassDef, type Expression, holds, lastName, type Node, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
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
  if (text.parent?.kind === 'BinOp' || text.parent?.kind === 'JoinedStr') return;
  const pieces = ctx.values.textPieces(text);
  if (pieces === undefined) return;
  const shown = pieces.map((piece, index) => (piece.kind === 'constant' ? piece.text : `\0${index}\0`)).join('');
  const [, scheme, , index] = ADDRESS.exec(shown) ?? [];
  const password = index === undefined ? undefined : pieces[Number(index)];
  if (scheme === undefined || password?.kind !== 'expression' || isEscaped(password.expression, ctx)) return;
  ctx.report({
    at: text,
    message: `unescaped credentials: \`${ctx.text.slice(password.expression)}\` is put into a \`${scheme}://\` URL as it is`,
    cause: `${ctx.path} credentials`,
  });
}

/** Quoted, or of letters and digits alone, by what is seen of where it comes from. */
function isEscaped(password: Expression, ctx: SourceContext): boolean {
  const from = [password, ...ctx.flow.origins(password), ...makersOf(password, ctx)];
  if (from.some((each) => holds(each, isEscapingCall))) return true;
  if (/quoted|encoded|escaped|safe/i.test(lastName(password) ?? '')) return true;
  // A property of the class, which may quote it.
  const owner = ctx.context.classAround(password);
  return password.kind === 'Attribute' && owner !== undefined && isMade(password.attr, owner);
}

const isEscapingCall = (node: Node): boolean =>
  node.kind === 'Call' &&
  /quote|escape|encode|token_hex|uuid|hexdigest|^(?:int|create|render_as_string)$/i.test(lastName(node.func) ?? '');

const isMade = (name: string, { body }: ClassDef): boolean =>
  body.some((member) => member.kind === 'FunctionDef' && member.name === name && holds(member, isEscapingCall));

/** `config.set_main_option("sqlalchemy.url", settings.database_url)`: ConfigParser takes `%` for the start of a reference. */
function visitOption(call: Call, ctx: SourceContext): void {
  const [option, value] = call.args;
  if (option === undefined || value === undefined || ctx.values.string(option) !== 'sqlalchemy.url') return;
  const from = [value, ...ctx.flow.origins(value), ...makersOf(value, ctx)];
  const isDoubled = from.some((each) =>
    holds(
      each,
      (node) => node.kind === 'Call' && lastName(node.func) === 'replace' && stringConstant(node.args[0]) === '%',
    ),
  );
  if (isDoubled || ctx.values.string(value) !== undefined) return;
  ctx.report({
    at: value,
    message: `unescaped percent sign: \`set_main_option\` reads \`%\` in \`${ctx.text.slice(value)}\` as an interpolation, so a percent-encoded password stops the migrations`,
    remedy: 'Double it (`url.replace("%", "%%")`), or pass the URL to `create_engine` without the configuration',
    kind: 'unescaped percent sign',
  });
}
