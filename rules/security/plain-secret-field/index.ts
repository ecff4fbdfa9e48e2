import { type AnnAssign, type ClassDef, type Expression, lastName, nameOfPlace, nodesOf, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { secretKindOf } from '#knowledge/secrets';
import type { Condition } from '#project';
import { recordDecoratorOf, recordKindOf } from '#semantics/types/record-class';
import { objectNamesOf } from './objects-by-name.ts';
import { usedByParts } from './used-by-parts.ts';

const CONFIGURATION = /(?:Settings|Config|Configuration|Credentials|Creds|Options|Secrets|Env|Environment|Conf)$/;
/** Names of where a secret is found, not of the secret. */
const ABOUT = /(?:^|_)(?:name|file|path|url|uri|header|prefix|id|env|ref|arn|type|field|algorithm|location)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'secret exposed by `repr`: plain string in settings',
    why: 'Printing or logging the settings reveals the secret, for example in a start-up log line, on a debug page or in a validation error. Settings that are only ever read field by field are not reported.',
    remedy: 'Declare the field as `SecretStr`, or exclude it from `repr` (`field(repr=False)`)',
    harm: 'exposes',
    severity: 'P2',
    precision: 'medium',
    measured: {
      read: 14,
      right: 13,
      on: 'TenSafe, arize_phoenix, llama_stack, feast, mindsdb, mlflow, open_webui, litellm, homeassistant',
    },
    since: '0.1.0',
    cwe: [312, 532],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.5' }],
    bad: 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    jwt_secret: str\n',
    good: 'from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    jwt_secret: SecretStr\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['BaseSettings', 'BaseModel', 'dataclass', 'define', 'attrs', 's', 'frozen', 'mutable'],
  questions: [usedByParts],
  visit: {
    ClassDef(classDef, ctx) {
      const how = configurationKind(classDef, ctx);
      if (how === undefined || definesRepr(classDef)) return;
      const fields = classDef.body.filter((each) => each.kind === 'AnnAssign' && isPlainSecret(each, ctx));
      const [first, ...others] = fields.flatMap((each) => (each.kind === 'AnnAssign' ? each : []));
      if (first === undefined || isSentByClients(classDef, ctx)) return;
      ctx.report({
        at: first.target,
        // Anyone who keeps secrets as plain text does so in all settings.
        cause: how,
        message: `\`${classDef.name}.${nameOfPlace(first.target)}\` is a plain string, which \`repr\` of the settings reveals`,
        remedy: how === 'pydantic' ? 'Declare it as `SecretStr`' : 'Declare it with `field(repr=False)`',
        related: others.map(({ target }) => ({ at: target, message: 'this field as well' })),
        ...([first, ...others].some(({ value }) => holdsText(value)) && { hidesCode: true as const }),
        ...unlessReadByParts(classDef, ctx),
      });
    },
  },
});

/** Where only fields are read of what there is of the class, nothing comes to print it. */
function unlessReadByParts(classDef: ClassDef, ctx: SourceContext): { readonly when?: Condition } {
  const names = objectNamesOf(classDef, ctx);
  if (names === undefined) return {};
  const question = usedByParts.ask({ path: ctx.path, class: classDef.name, ...names });
  return { when: { question, yes: 'drop', no: 'keep', unknown: 'keep' } };
}

type How = 'pydantic' | 'dataclass';

function configurationKind(classDef: ClassDef, ctx: SourceContext): How | undefined {
  const kind = recordKindOf(classDef, ctx);
  if (kind === 'settings') return 'pydantic';
  // A record of something else is seldom printed for what it is; who hides one of its fields means its text form to be seen.
  const hides = classDef.body.some((each) => each.kind === 'AnnAssign' && isHidden(each.value, ctx));
  if (kind === undefined || !(CONFIGURATION.test(classDef.name) || (kind === 'dataclass' && hides))) return undefined;
  if (kind !== 'dataclass') return kind === 'model' ? 'pydantic' : undefined;
  const made = recordDecoratorOf(classDef, ctx)?.node;
  const isShown = made?.kind !== 'Call' || ctx.values.givenArgument(made, 'repr', undefined) === undefined;
  return isShown ? 'dataclass' : undefined;
}

const definesRepr = ({ body }: ClassDef): boolean =>
  body.some((each) => each.kind === 'FunctionDef' && /^__(?:repr|str|repr_args)__$/.test(each.name));

function isPlainSecret(field: AnnAssign, ctx: SourceContext): boolean {
  const name = field.target.kind === 'Name' ? field.target.id : undefined;
  if (name === undefined || secretKindOf(name) === undefined || ABOUT.test(name)) return false;
  return isPlainText(field.annotation, ctx) && !isHidden(field.value, ctx);
}

/** The body of a request: what its fields are is agreed with the client. */
function isSentByClients(classDef: ClassDef, ctx: SourceContext): boolean {
  return nodesOf(ctx.module, 'arg').some(({ annotation, parent }) => {
    if (annotation === undefined || ctx.names.definitionOf(annotation) !== classDef) return false;
    const fn = parent?.parent;
    return (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef') && ctx.context.routeOf(fn) !== undefined;
  });
}

/** `str`, `Optional[str]`, `str | None`. */
function isPlainText(annotation: Expression, ctx: SourceContext): boolean {
  return ctx.types.annotatedClass(annotation) === 'builtins.str';
}

/** `Field(repr=False)`, `field(repr=False)`. */
function isHidden(value: Expression | undefined, ctx: SourceContext): boolean {
  if (value?.kind !== 'Call') return false;
  const maker = (ctx.names.qualifiedName(value.func) ?? lastName(value.func) ?? '').split('.').at(-1) ?? '';
  if (!/^_?(?:f|F)ield$|^ib$/.test(maker)) return false;
  const shown = ctx.values.givenArgument(value, 'repr', undefined);
  return shown?.kind === 'Constant' && shown.value.kind === 'bool' && !shown.value.value;
}

function holdsText(value: Expression | undefined): boolean {
  if (value === undefined) return false;
  const parts = value.kind === 'Call' ? [...value.args, ...value.keywords.map((keyword) => keyword.value)] : [value];
  return parts.some((part) => (stringConstant(part) ?? '') !== '');
}
