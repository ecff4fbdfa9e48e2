import { pythonConstant, type Question } from '../../project/index.ts';

/** What a rule asked the project, as the end of "the project was asked whether …". */
export function describeQuestion(question: Question): string {
  // The kind of the question chose the function; the compiler does not follow that through a table.
  const describe = DESCRIPTIONS[question.kind] as (question: Question) => string;
  return describe(question);
}

/** `Extract` would lose questions that share a shape, as `all` and `any` do. */
type OfKind<Asked, Kind> = Asked extends { readonly kind: infer Kinds } ? (Kind extends Kinds ? Asked : never) : never;

type Descriptions = { readonly [Kind in Question['kind']]: (question: OfKind<Question, Kind>) => string };

const DESCRIPTIONS: Descriptions = {
  all: ({ of }) => of.map(describeQuestion).join(', and '),
  any: ({ of }) => of.map(describeQuestion).join(', or '),
  own: ({ says }) => says,
  not: ({ of }) => `it is false that ${describeQuestion(of)}`,
  'runs-in-threads': (question) => `threads run \`${question.function}\``,
  'called-from-async': (question) => `code on an event loop calls \`${question.function}\``,
  'reached-from': (question) => `a ${entriesListed(question.entries)} reaches \`${question.function}\``,
  'long-lived': (question) => `an object of \`${question.class}\` lives as long as a server`,
  'is-service': () => 'the project serves requests or runs workers',
  coroutine: (question) => `the coroutine \`${question.function}\` ${DOES[question.does]}`,
  blocks: (question) => `\`${question.function}\` blocks${question.always !== undefined ? ' on its main path' : ''}`,
  'calls-any': (question) => `\`${question.function}\` calls ${listed(question.names)}`,
  'asks-who-comes': ({ bySecret }) =>
    `the program authenticates callers${bySecret ? ', on all routes and with a secret of its own' : ''}`,
  'called-elsewhere': ({ names }) => `a function or program elsewhere calls ${listed(names)}`,
  'asks-file': ({ from }) =>
    `${from === undefined ? 'production code' : `\`${from}\``} uses SQLAlchemy only with a local SQLite file`,
  'is-given': ({ to, parameter }) => `calls pass \`${parameter}\` to \`${to}\``,
  'is-imported': ({ module }) => `other production code imports \`${module}\``,
  'name-taken': ({ path, name }) => `another module imports \`${name}\` from ${path}`,
  'is-started': ({ module }) => `something in the repository starts \`${module}\``,
  'is-packaged': ({ module }) => `\`${module}\` is packaged`,
  'attribute-read': ({ attribute }) => `something may read \`${attribute}\``,
  'attribute-stored': ({ attribute }) => `something may store \`${attribute}\``,
  'declares-table': (question) => `\`${question.class}\` is a table`,
  'is-stateful-class': (question) => `objects of \`${question.class}\` have state`,
  'field-checked': (question) =>
    `\`${question.class}\` checks ${question.field === undefined ? 'its fields' : `its \`${question.field}\``}`,
  'allows-version-below': ({ distribution, version }) => `\`${distribution}\` below ${version} may be installed`,
  'allows-version-from': ({ distribution, version }) => `\`${distribution}\` from ${version} on may be installed`,
  'can-refuse': (question) => `\`${question.function}\` can answer 401 or 403, or authenticates the caller`,
  'reaches-outside': (question) =>
    `\`${question.function}\` ${question.isUnreported || question.isKept ? 'handles its own failures' : 'does I/O outside the process'}`,
  'stores-untrusted-input': ({ field }) => `untrusted input is stored as \`${field}\` of a record`,
  'given-untrusted-input': (question) => `a caller of \`${question.function}\` passes it untrusted input`,
  'holds-value': ({ path, values }) =>
    `\`${path}\` is bound to ${values.map((value) => `\`${pythonConstant(value)}\``).join(' or ')}`,
  'is-foreign-method': ({ path, of }) => `\`${path}\` is ${of.map((name) => `\`${name}\``).join(' or ')}`,
  'result-answered': (question) => `a route returns the result of \`${question.function}\``,
  carries: ({ path, as }) => `the result of \`${path}\` contains its argument, and may be used as a ${as}`,
  'serves-bot': ({ module }) => `a bot of the project uses \`${module}\``,
};

const DOES = {
  suspends: 'can wait',
  'runs-on': 'runs until it is stopped',
  'runs-until-failure': 'runs in a loop that a failure ends',
  'ends-failures': 'handles every failure itself',
} as const;

const entriesListed = (entries: readonly string[]): string =>
  entries
    .join(', ')
    .replaceAll('-', ' ')
    .replace(/, (?=[^,]*$)/, ' or ');

const listed = (names: readonly string[]): string =>
  names.length > 3 ? `\`${names[0]}\` or another of ${names.length}` : names.map((name) => `\`${name}\``).join(' or ');
