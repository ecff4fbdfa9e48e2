/** What the signature and the path of a route say of its parameters. */
import {
  type Arg,
  type AsyncFunctionDef,
  type Call,
  type ClassDef,
  type Expression,
  type FunctionDef,
  holds,
  lastName,
  type Node,
  type Parameter,
  parametersOf,
} from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import { holdsInOwnCode } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** A number, an identifier, a date, an enumeration: no text of anybody's. */
export function isClosedType(annotation: Expression, model: SemanticModel): boolean {
  if (annotation.kind === 'Subscript') {
    const name = lastName(annotation.value) ?? '';
    if (name === 'Literal') return true;
    if (name === 'Annotated' || name === 'Optional' || /^(?:list|List|set|Set|Sequence|tuple|Tuple)$/.test(name)) {
      const first = annotation.slice.kind === 'Tuple' ? annotation.slice.elts[0] : annotation.slice;
      return first !== undefined && isClosedType(first, model);
    }
    return false;
  }
  if (annotation.kind === 'BinOp') {
    const sides = [annotation.left, annotation.right].filter((side) => side.kind !== 'Constant');
    return sides.length > 0 && sides.every((side) => isClosedType(side, model));
  }
  if (CLOSED.test(model.types.annotatedClass(annotation) ?? '')) return true;
  const definition = model.names.definitionOf(annotation);
  return (
    definition?.kind === 'ClassDef' &&
    model.types.basesOf(definition).some((base) => base?.startsWith('enum.') === true)
  );
}

const CLOSED =
  /^(?:builtins\.(?:int|float|bool|complex)|uuid\.UUID|datetime\.\w+|decimal\.Decimal|ipaddress\.\w+|pydantic\.(?:conint|confloat|UUID\d|PositiveInt|NonNegativeInt)|fastapi\.BackgroundTasks)$/;

/** The framework or a dependency fills it, not the client. */
export function isInjected({ annotation, default: given, name }: Parameter, model: SemanticModel): boolean {
  if (given?.kind === 'Call' && !FROM_CLIENT.has(lastName(given.func) ?? '')) return true;
  // The second pair is what GraphQL gives a resolver.
  if (annotation === undefined) return /^(?:response|background_tasks|info|root)$/.test(name);
  const isDependency = holds(
    annotation,
    (node) =>
      (node.kind === 'Name' || node.kind === 'Attribute') &&
      /^(?:Depends|Security|Provide|Inject\w*|\w+Dep)$/.test(lastName(node) ?? ''),
  );
  if (isDependency) return true;
  return !isBody(annotation, model) && MADE.test(model.types.annotatedClass(annotation) ?? lastName(annotation) ?? '');
}

/** The same of a parameter where it stands: `token: dict = Depends(verified)`. */
export function isInjectedArgument(parameter: Arg | undefined, model: SemanticModel): boolean {
  const fn = parameter?.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return false;
  const whole = parametersOf(fn).find(({ node }) => node === parameter);
  return whole !== undefined && isInjected(whole, model);
}

/** A record of this file that is read from the body of a request, whatever it is called. */
function isBody(annotation: Expression, { names, types }: SemanticModel): boolean {
  const definition = names.definitionOf(annotation);
  return (
    definition?.kind === 'ClassDef' &&
    types
      .basesOf(definition)
      .some((base) => base !== undefined && /^(?:pydantic\.(?:main\.)?BaseModel|msgspec\.Struct)$/.test(base))
  );
}

const FROM_CLIENT: ReadonlySet<string> = new Set([
  'Query',
  'Body',
  'Path',
  'Form',
  'File',
  'Header',
  'Cookie',
  'Parameter',
]);
/** `x_api_key: str = Header()`, also of a dependency; `key: str = Security(APIKeyHeader(name="X-Key"))`. */
export function isFilledByClient({ annotation, default: given }: Parameter, model: SemanticModel): boolean {
  // `form: OAuth2PasswordRequestForm = Depends()`, `page: Page = Depends()`: the framework makes it of what the request has.
  const isOfClass = given?.kind === 'Call' && given.args.length === 0;
  if (annotation !== undefined && isOfClass && isBody(annotation, model)) return true;
  if (annotation !== undefined && FORMS.test(model.types.annotatedClass(annotation) ?? '')) return true;
  return [annotation, given].some(
    (each) => each !== undefined && holds(each, (node) => node.kind === 'Call' && readsOfRequest(node, model)),
  );
}

function readsOfRequest({ func, args: [dependency] }: Call, { names, types }: SemanticModel): boolean {
  const name = names.qualifiedName(func) ?? '';
  if (FROM_REQUEST.test(name)) return true;
  // What these objects give is what the request has under their name, as it is.
  return (
    /^fastapi\.(?:\w+\.)*(?:Depends|Security)$/.test(name) &&
    dependency !== undefined &&
    SCHEMES.test(types.classOf(dependency) ?? '')
  );
}

const FROM_REQUEST = /^(?:fastapi|litestar)\.(?:\w+\.)*(?:Header|Cookie|Query|Body|Path|Form|File|Parameter)$/;
const FORMS = /^fastapi\.security\.(?:\w+\.)*OAuth2PasswordRequestForm(?:Strict)?$/;
const SCHEMES = /^fastapi\.security\.(?:\w+\.)*(?:APIKey\w+|HTTP\w+|OAuth2\w*)$/;

/** By their classes, the objects that frameworks and dependencies make. */
const MADE =
  /(?:Session|Service|Settings|Config|Client|Connection|User|Tasks|Manager|Store|Engine|Response|Database|Db|Repository|State|Context|Dep|Cache|Redis|\.Info|ResolveInfo)$/;

type Declared = Pick<Parameter, 'annotation' | 'default'>;

/** `Query(pattern="^[a-z]+$")`, `constr(regex=…)`: the framework refuses the rest. */
export function isConstrained(declared: Declared, model: SemanticModel): boolean {
  return holdsInSignature(
    declared,
    (node) =>
      node.kind === 'keyword' &&
      (node.arg === 'pattern' ||
        node.arg === 'regex' ||
        (node.arg === 'enum' && model.values.fold(node.value) !== undefined)),
    model,
  );
}

/** `Annotated[str, AfterValidator(check)]`: what the function refuses is not asked. */
export const hasValidator = (parameter: Parameter, model: SemanticModel): boolean =>
  holdsInSignature(
    parameter,
    (node) => (node.kind === 'Name' || node.kind === 'Attribute') && /Validator$/.test(lastName(node) ?? ''),
    model,
  );

/** Also behind a name of the file: `Slug = Annotated[str, StringConstraints(pattern=…)]`. */
function holdsInSignature(
  { annotation, default: given }: Declared,
  test: (node: Node) => boolean,
  { names }: SemanticModel,
): boolean {
  const alias = annotation?.kind === 'Name' ? (names.resolve(annotation)?.definitions ?? []) : [];
  return [annotation, given, ...alias.map(({ value }) => value)].some(
    (each) => each !== undefined && holds(each, test),
  );
}

const declaredIn = memoize(({ body }: ClassDef) =>
  groupBy(
    body.flatMap((member) => (member.kind === 'AnnAssign' ? member : [])),
    ({ target }) => (target.kind === 'Name' ? target.id : undefined),
  ),
);

/** A field of a record that holds no text of anybody's, or only what its class lets through: a pattern, a validator that raises. */
export function isCheckedField(owner: ClassDef, field: string, model: SemanticModel): boolean {
  const isDeclared = (declaredIn(owner).get(field) ?? []).some(({ annotation, value }) => {
    return isClosedType(annotation, model) || isConstrained({ annotation, default: value }, model);
  });
  const refuses = ({ kind }: Node): boolean => kind === 'Raise' || kind === 'Assert';
  return (
    isDeclared ||
    mayValidate(owner).some((each) => isValidatorOf(each, field, model) && holdsInOwnCode(each.body, refuses))
  );
}

/** Something looks at the field that may refuse it elsewhere: `return checked_address(value)`. */
export const hasFieldValidator = (owner: ClassDef, field: string, model: SemanticModel): boolean =>
  mayValidate(owner).some((each) => isValidatorOf(each, field, model));

/** Of most classes none, and each attribute that is read asks. */
const mayValidate = memoize(({ body }: ClassDef) =>
  body.flatMap((member) =>
    member.kind === 'FunctionDef' && member.decorator_list.some(({ kind }) => kind === 'Call') ? member : [],
  ),
);

/** `@field_validator("name")`. */
const isValidatorOf = (
  { decorator_list: decorators }: FunctionDef,
  field: string,
  { names, values }: SemanticModel,
): boolean =>
  decorators.some(
    (each) =>
      each.kind === 'Call' &&
      /(?:^|\.)(?:field_)?validator$/.test(names.qualifiedName(each.func) ?? lastName(each.func) ?? '') &&
      each.args.some((name) => values.string(name) === field),
  );

/** `{name}` and `<name>` match up to the next slash; `<int:number>` matches numbers only. */
export function segmentOf(
  name: string,
  fn: Def,
  path: string | undefined,
  model: SemanticModel,
): 'segment' | 'closed' | undefined {
  const paths = [
    path,
    ...fn.decorator_list.map((each) =>
      each.kind === 'Call' && each.args[0] !== undefined ? model.values.string(each.args[0]) : undefined,
    ),
  ];
  for (const each of paths) {
    const written = each?.split(/[{<]/).find((part) => wordsOf(part).includes(name));
    if (written === undefined) continue;
    const converter = converterIn(written, name);
    if (/^(?:int|float|uuid|number|decimal)$/.test(converter)) return 'closed';
    // An expression (`{name:.+}`) may take slashes as `path` does.
    return converter === 'path' || !/^\w+$/.test(converter) ? undefined : 'segment';
  }
  return undefined;
}

/** `int`, `name` of `int:name>/…` (flask, django), `name`, `path` of `name:path}` (starlette). */
const wordsOf = (part: string): readonly string[] => part.slice(0, Math.max(0, part.search(/[}>]/))).split(':');

function converterIn(part: string, name: string): string {
  const words = wordsOf(part);
  const [converter = 'str'] = words.filter((_, index) => index !== words.indexOf(name));
  return converter.split('(', 1)[0] ?? converter;
}
