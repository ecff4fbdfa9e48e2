/** Who looks at a certificate without the library, and what keeps all libraries from looking. */
import {
  booleanConstant,
  type Call,
  type Def,
  type Expression,
  holds,
  type Keyword,
  lastName,
  type Node,
  parametersOf,
} from '#ast';
import type { FoldedValue, SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';

/** `sha256(tls.getpeercert(binary_form=True))`, and the function refuses. */
export function certificateCheck(at: Node, { context, names }: SemanticModel): Node | undefined {
  const fn = context.defAround(at);
  if (fn === undefined || !holds(fn, ({ kind }) => kind === 'Raise')) return undefined;
  const calls = context.nodesOfFunction(fn, 'Call');
  const isDigested = calls.some(({ func }) => names.qualifiedName(func)?.startsWith('hashlib.') === true);
  return isDigested ? calls.find(({ func }) => lastName(func) === 'getpeercert') : undefined;
}

/** `os.environ["PYTHONHTTPSVERIFY"] = "0"`, `os.environ["CURL_CA_BUNDLE"] = ""`. */
export function switchedOffForAll(key: Expression, value: Expression, { values }: SemanticModel): string | undefined {
  const name = values.string(key) ?? '';
  const isOff = values.string(value) === (name === 'PYTHONHTTPSVERIFY' ? '0' : '');
  return isOff && /^(?:PYTHONHTTPSVERIFY|(?:CURL|REQUESTS)_CA_BUNDLE)$/.test(name)
    ? `\`${name}\` is ${values.string(value) === '' ? 'empty' : '`0`'}`
    : undefined;
}

/** Keywords that say in any library that certificates are left unchecked. */
const SAID_BY_KEYWORD: ReadonlyMap<string, boolean> = new Map([
  ...['verify_ssl', 'ssl_verify', 'verify_certs', 'verify_cert', 'validate_certs', 'validate_cert', 'tls_verify'].map(
    (name): [string, boolean] => [name, false],
  ),
  ...['disable_ssl_certificate_validation', 'ssl_no_verify', 'tls_insecure'].map((name): [string, boolean] => [
    name,
    true,
  ]),
]);

export const saysUnchecked = ({ arg = '', value }: Pick<Keyword, 'arg' | 'value'>): boolean =>
  booleanConstant(value) === SAID_BY_KEYWORD.get(arg) && SAID_BY_KEYWORD.has(arg);

/** `rediss://…?ssl_cert_reqs=none`: what an address tells its client. */
const IN_ADDRESS =
  /[?&](ssl_cert_reqs=(?:CERT_)?none|tls(?:Insecure|AllowInvalidCertificates)=true|verify=verify_none|verify_ssl=(?:false|0))(?:&|$)/i;

export const uncheckedByAddress = (text: string): string | undefined => IN_ADDRESS.exec(text)?.[1];

/** The calls by which a branch of a function runs that is under a test of one parameter: `if cafile is None:`, `if not strict:`. */
export function callsLeadingTo(test: Expression, fn: Def, isElse: boolean, model: SemanticModel): readonly Call[] {
  const [name, holdsFor] = parameterTest(test, model) ?? [];
  const given = parametersOf(fn).findIndex((each) => each.name === name);
  const parameter = parametersOf(fn)[given];
  if (holdsFor === undefined || parameter === undefined) return [];
  const place = model.context.classOfMethod(fn) === undefined ? given : given - 1;
  return callsOfFunction(model, fn).filter((call) => {
    const bound = model.values.argument(call, parameter.name, place);
    const value = bound.kind === 'given' ? bound.value : bound.kind === 'absent' ? parameter.default : undefined;
    const known = value === undefined ? undefined : model.values.fold(value);
    return known !== undefined && holdsFor(known) !== isElse;
  });
}

type Holds = (value: FoldedValue) => boolean;

function parameterTest(test: Expression, model: SemanticModel): readonly [string, Holds] | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const [name, holdsFor] = parameterTest(test.operand, model) ?? [];
    return name === undefined || holdsFor === undefined ? undefined : [name, (value) => !holdsFor(value)];
  }
  if (
    test.kind === 'Compare' &&
    test.left.kind === 'Name' &&
    model.values.fold(test.comparators[0] ?? test)?.kind === 'none'
  ) {
    const name = model.names.parameterOf(test.left)?.arg;
    const isNone: Holds = ({ kind }) => (kind === 'none') === (test.ops[0] === 'Is' || test.ops[0] === 'Eq');
    return name === undefined ? undefined : [name, isNone];
  }
  const name = test.kind === 'Name' ? model.names.parameterOf(test)?.arg : undefined;
  return name === undefined
    ? undefined
    : [
        name,
        (value) =>
          value.kind !== 'none' &&
          !(value.kind === 'bool' && !value.value) &&
          !(value.kind === 'str' && value.value === ''),
      ];
}
