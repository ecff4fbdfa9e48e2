import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import {
  type AnnAssign,
  argumentValues,
  type ClassDef,
  type Expression,
  lastName,
  nameOfPlace,
  nodesOf,
  stringConstant,
} from '#kit/code';
import { secretKindOf, valuesTold } from '#kit/security';
import { recordDecoratorOf, recordKindOf } from '#kit/state';

const CONFIGURATION = /(?:Settings|Config|Configuration|Credentials|Creds|Options|Secrets|Env|Environment|Conf)$/;
/** Names of where a secret is found, not of the secret. */
const ABOUT = /(?:^|_)(?:name|file|path|url|uri|header|prefix|id|env|ref|arn|type|field|algorithm|location)(?:_|$)/i;

export default defineProjectRule<PlainRecord | Holder | Use>({
  docs: {
    summary: 'secret that the text form of settings shows',
    why: 'Printing or logging the settings shows the secret: in a log line at start, on a debugging page or in a validation error.',
    remedy: 'Declare the field as `SecretStr`, or keep it out of `repr` (`field(repr=False)`).',
    harm: 'exposes',
    ceiling: 'P3',
    precision: 'medium',
    profile: 'strict',
    measured: {
      read: 14,
      right: 13,
      on: 'TenSafe, arize_phoenix, llama_stack, feast, mindsdb, mlflow, open_webui, litellm, homeassistant',
    },
    since: '0.1.0',
    cwe: [312, 532],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.5' }],
    bad: 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    jwt_secret: str\n\n\nprint(Settings())\n',
    good: 'from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    jwt_secret: SecretStr\n\n\nprint(Settings())\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [...plainRecords(file), ...holders(file), ...uses(file)],
  check(_project, ctx) {
    const holding = factsOfKind(ctx.facts, 'holder').map(({ fact }) => fact);
    const used = factsOfKind(ctx.facts, 'use');
    for (const { path, fact } of factsOfKind(ctx.facts, 'record')) {
      const { kind: _kind, class: name, place, others, ...told } = fact;
      const names = namesOf(name, holding);
      const met = used.filter((use) => names.some((each) => isSameName(each, use.fact.name)));
      const use = met.find((each) => each.fact.isShown) ?? met[0];
      const at = { path, ...unpackPlace(place) };
      if (use === undefined) {
        ctx.proven({ at, by: 'nothing shows the object or hands it on: only its fields are read' });
        continue;
      }
      const message = use.fact.isShown ? 'its text form is shown here' : 'it is handed on here';
      ctx.report({
        at,
        ...told,
        ...(!use.fact.isShown && { heldBack: 'nothing is seen that shows the object, which is handed on' }),
        related: [
          { path: use.path, ...unpackPlace(use.fact.place), message },
          ...others.map((other) => ({ path, ...unpackPlace(other), message: 'this one as well' })),
        ],
        key: name,
      });
    }
  },
});

/** A value of a class, or of a name that another file may bind to one, that is told or handed on whole. */
interface Use {
  readonly kind: 'use';
  readonly name: string;
  readonly isShown: boolean;
  readonly place: PackedPlace;
}

function uses(file: FactsContext): Use[] {
  const found = new Map<string, Use>();
  const add = (value: Expression, isShown: boolean): void => {
    const name = objectName(value, file);
    if (name === undefined || (found.has(name) && !isShown)) return;
    found.set(name, { kind: 'use', name, isShown, place: packPlace(file, value) });
  };
  for (const { value } of nodesOf(file.module, 'FormattedValue')) add(value, true);
  for (const call of nodesOf(file.module, 'Call')) {
    const name = file.names.qualifiedName(call.func) ?? '';
    if (KEEPS_NOTHING.test(name)) continue;
    const isShown = file.effects.of(call) === 'log' || /^builtins\.(?:print|repr|str)$/.test(name);
    for (const value of argumentValues(call)) for (const told of valuesTold(value, file)) add(told, isShown);
  }
  return [...found.values()];
}

/** Asks about the object; or tells the class of a field, which `holders` follow. */
const KEEPS_NOTHING =
  /^builtins\.(?:[gs]etattr|hasattr|isinstance|type|id)$|^dataclasses\.field$|^attrs?\.(?:field|ib)$|^pydantic\.(?:fields\.)?Field$/;

/** Its class, or what the project calls it; what is of the language itself holds no settings. */
function objectName(value: Expression, { types, names }: FactsContext): string | undefined {
  const named = value.kind === 'Call' ? value.func : value;
  const name = types.classOf(value) ?? names.qualifiedName(named);
  return name === undefined || name.startsWith('builtins.') ? undefined : name;
}

/** What holds an object: a name of a module, a function that gives one, a record that it is a part of. */
interface Holder {
  readonly kind: 'holder';
  readonly name: string;
  readonly held: string;
}

function holders(file: FactsContext): Holder[] {
  const holder = (name: string, held: string | undefined): Holder[] =>
    held === undefined || held.startsWith('builtins.') ? [] : [{ kind: 'holder', name, held }];
  const inModule = (name: string): string => `${file.names.moduleName}.${name}`;
  return file.module.body.flatMap((each) => {
    if (each.kind === 'FunctionDef' && each.returns !== undefined)
      return holder(inModule(each.name), file.types.annotatedClass(each.returns));
    if (each.kind === 'ClassDef')
      return each.body.flatMap((field) =>
        field.kind === 'AnnAssign' ? holder(inModule(each.name), file.types.annotatedClass(field.annotation)) : [],
      );
    const [target] = each.kind === 'Assign' ? each.targets : each.kind === 'AnnAssign' ? [each.target] : [];
    return target?.kind === 'Name' ? holder(inModule(target.id), file.types.classOf(target)) : [];
  });
}

/** The class, and all that holds one of it. */
function namesOf(name: string, holding: readonly Holder[]): readonly string[] {
  const names = new Set([name]);
  for (const each of names) for (const holder of holding) if (isSameName(holder.held, each)) names.add(holder.name);
  return [...names];
}

/** Whatever the folder is from which each of them is imported. */
const isSameName = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

interface PlainRecord extends Pick<ProjectProblem, 'message' | 'remedy' | 'cause' | 'hidesCode' | 'heldBack'> {
  readonly kind: 'record';
  readonly class: string;
  readonly place: PackedPlace;
  readonly others: readonly PackedPlace[];
}

function plainRecords(file: FactsContext): PlainRecord[] {
  return nodesOf(file.module, 'ClassDef').flatMap((classDef) => {
    const how = configurationKind(classDef, file);
    if (how === undefined || definesRepr(classDef)) return [];
    const fields = classDef.body.flatMap((each) =>
      each.kind === 'AnnAssign' && isPlainSecret(each, file) ? each : [],
    );
    const [first, ...others] = fields;
    if (first === undefined || isSentByClients(classDef, file)) return [];
    return {
      kind: 'record' as const,
      class: file.names.fullNameOf(classDef),
      place: packPlace(file, first.target),
      others: others.map(({ target }) => packPlace(file, target)),
      // Whoever keeps secrets as plain text does so in all settings.
      cause: how,
      message: `\`${classDef.name}.${nameOfPlace(first.target)}\` is plain text, which \`repr\` of the settings prints`,
      remedy: how === 'pydantic' ? 'Declare it as `SecretStr`' : 'Declare it with `field(repr=False)`',
      ...(fields.some(({ value }) => holdsText(value)) && { hidesCode: true as const }),
      ...(recordKindOf(classDef, file) !== 'settings' &&
        !CONFIGURATION.test(classDef.name) && { heldBack: 'its name does not say that it holds settings' }),
    };
  });
}

type How = 'pydantic' | 'dataclass';

function configurationKind(classDef: ClassDef, ctx: FactsContext): How | undefined {
  const kind = recordKindOf(classDef, ctx);
  if (kind === 'settings') return 'pydantic';
  if (kind === undefined || (kind !== 'dataclass' && !CONFIGURATION.test(classDef.name))) return undefined;
  if (kind !== 'dataclass') return kind === 'model' ? 'pydantic' : undefined;
  const made = recordDecoratorOf(classDef, ctx)?.node;
  const isShown = made?.kind !== 'Call' || ctx.values.givenArgument(made, 'repr', undefined) === undefined;
  return isShown ? 'dataclass' : undefined;
}

const definesRepr = ({ body }: ClassDef): boolean =>
  body.some((each) => each.kind === 'FunctionDef' && /^__(?:repr|str|repr_args)__$/.test(each.name));

function isPlainSecret(field: AnnAssign, ctx: FactsContext): boolean {
  const name = field.target.kind === 'Name' ? field.target.id : undefined;
  if (name === undefined || secretKindOf(name) === undefined || ABOUT.test(name)) return false;
  return isPlainText(field.annotation, ctx) && !isHidden(field.value, ctx);
}

/** The body of a request: what its fields are is agreed with the client. */
function isSentByClients(classDef: ClassDef, ctx: FactsContext): boolean {
  return nodesOf(ctx.module, 'arg').some(({ annotation, parent }) => {
    if (annotation === undefined || ctx.names.definitionOf(annotation) !== classDef) return false;
    const fn = parent?.parent;
    return (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef') && ctx.context.routeOf(fn) !== undefined;
  });
}

/** `str`, `Optional[str]`, `str | None`. */
function isPlainText(annotation: Expression, ctx: FactsContext): boolean {
  return ctx.types.annotatedClass(annotation) === 'builtins.str';
}

/** `Field(repr=False)`, `field(repr=False)`. */
function isHidden(value: Expression | undefined, ctx: FactsContext): boolean {
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
