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
  not: ({ of }) => `it is not so that ${describeQuestion(of)}`,
  'runs-in-threads': (question) => `threads run \`${question.function}\``,
  'called-from-async': (question) => `code on an event loop calls \`${question.function}\``,
  'alone-on-loop': (question) => `\`${question.function}\` has its event loop for itself`,
  'first-on-loop': (question) => `\`${question.function}\` is awaited before anything else is on its event loop`,
  'loop-of-job': (question) => `the event loop of \`${question.function}\` is started for one job`,
  'served-one-by-one': () => 'whatever serves the application gives a process one request at a time',
  'reached-from': (question) => `a ${entriesListed(question.entries)} reaches \`${question.function}\``,
  'long-lived': (question) => `an object of \`${question.class}\` lives as long as a server`,
  'is-service': () => 'the project serves requests or runs workers',
  'starts-threads': () => 'production code starts a thread',
  'is-coroutine': (question) => `\`${question.function}\` is a coroutine function`,
  coroutine: (question) => `the coroutine \`${question.function}\` ${DOES[question.does]}`,
  blocks: (question) => `\`${question.function}\` blocks${question.always !== undefined ? ' on its main path' : ''}`,
  'calls-any': (question) => `\`${question.function}\` calls ${listed(question.names)}`,
  'nests-event-loops': () => 'the project lets event loops start within others',
  'uses-secret-key': () =>
    'production code signs sessions, messages, forms or tokens with the secret key of the application',
  'takes-ambient-credentials': () => 'production code goes by cookies or other credentials that browsers send along',
  'asks-who-comes': ({ bySecret }) =>
    `the program asks who comes${bySecret ? ', before all routes and by a secret that it holds' : ''}`,
  'used-by-parts': (question) => `only attributes of \`${question.class}\` are read`,
  'proxy-overwrites': ({ header }) => `every proxy that is configured here writes \`${header}\` anew`,
  'proxy-limits-body': () => 'a proxy, setting or middleware here limits the size of requests',
  'is-published': () => 'the repository publishes what it serves',
  'reached-directly': () => 'a port is published with no proxy of the repository before it',
  'waits-through-client': ({ path }) => `\`${path}\` is a call by which a client waits`,
  'called-elsewhere': ({ names }) => `a function or program elsewhere calls ${listed(names)}`,
  'asks-file': ({ from }) =>
    `all that ${from === undefined ? 'production code' : `\`${from}\``} asks through SQLAlchemy is a file of its process`,
  'is-given': ({ to, parameter }) => `calls give \`${parameter}\` of \`${to}\``,
  'is-called': (question) => `production code may call \`${question.function}\``,
  'is-imported': ({ module }) => `other production code imports \`${module}\``,
  'name-taken': ({ path, name }) => `another module takes \`${name}\` from ${path}`,
  'is-started': ({ module }) => `something in the repository starts \`${module}\``,
  'is-packaged': ({ module }) => `\`${module}\` is packaged`,
  'is-packaged-or-imported': ({ module }) => `\`${module}\` is packaged or imported`,
  'attribute-read': ({ attribute }) => `something may read \`${attribute}\``,
  'knows-text': () => 'another module knows the text as one that somebody has to replace',
  'laid-over': ({ module, name }) => `settings that are laid over \`${module}\` bind \`${name}\` anew`,
  'signs-tokens': ({ names }) => `tokens are signed or checked with ${listed(names)}`,
  'asked-of-strangers': ({ names }) => `what strangers send is compared with ${listed(names)}`,
  'attribute-stored': ({ attribute }) => `something may store \`${attribute}\``,
  'declares-table': (question) => `\`${question.class}\` is a table`,
  'is-stateful-class': (question) => `objects of \`${question.class}\` have a state`,
  'orders-rows': (question) => `\`${question.class}\` gives its rows an order`,
  'field-checked': (question) =>
    `\`${question.class}\` checks ${question.field === undefined ? 'its fields' : `its \`${question.field}\``}`,
  'tells-secret': ({ path }) => `the text form of \`${path}\` tells a secret`,
  'allows-version-below': ({ distribution, version }) => `\`${distribution}\` below ${version} may be installed`,
  'allows-version-from': ({ distribution, version }) => `\`${distribution}\` from ${version} on may be installed`,
  'refuses-version-below': ({ distribution, version }) =>
    `code of the project refuses \`${distribution}\` below ${version}`,
  'can-refuse': (question) => `\`${question.function}\` can answer 401 or 403, or proves who asks`,
  'reaches-outside': (question) =>
    `\`${question.function}\` ${question.isUntold || question.isKept ? 'takes its failures itself' : 'reaches outside of the process'}`,
  'stored-by-stranger': ({ field }) => `a record is given what a stranger sent as its \`${field}\``,
  'given-by-stranger': (question) => `a caller of \`${question.function}\` hands it what a stranger sent`,
  'holds-value': ({ path, values }) =>
    `\`${path}\` is bound to ${values.map((value) => `\`${pythonConstant(value)}\``).join(' or ')}`,
  'is-foreign-method': ({ path, of }) => `\`${path}\` is ${of.map((name) => `\`${name}\``).join(' or ')}`,
  'result-answered': (question) => `a route answers with what \`${question.function}\` gives`,
  'gives-back': ({ path }) => `what \`${path}\` gives holds what it is given`,
  'is-plain-method': ({ path }) => `\`${path}\` is a method that nothing calls there`,
  'counts-as-true': ({ path }) => `objects of \`${path}\` always count as true`,
  overrides: ({ of, methods }) =>
    `a class of the project derives from ${listed(of)} and has its own ${listed(methods)}`,
  'are-enum-and-text': ({ path }) =>
    `\`${path}\` and what it is compared with are a member of an enumeration and a text`,
  'gives-result-of': ({ path }) => `what \`${path}\` gives is told by a clock or by chance`,
  carries: ({ path, as }) => `what \`${path}\` gives holds what it is given, and may be used as a ${as}`,
  bounds: ({ path }) => `\`${path}\` gives what it is given an upper bound`,
  'serves-bot': ({ module }) => `a bot of the project uses \`${module}\``,
  'has-async-twin': (question) => `the project has the class \`${question.class}\` for event loops too`,
};

const DOES = {
  suspends: 'can wait',
  'runs-on': 'runs until somebody ends it',
  'runs-until-failure': 'runs in a loop that a failure ends',
  'ends-failures': 'takes every failure itself',
} as const;

const entriesListed = (entries: readonly string[]): string =>
  entries
    .join(', ')
    .replaceAll('-', ' ')
    .replace(/, (?=[^,]*$)/, ' or ');

const listed = (names: readonly string[]): string =>
  names.length > 3 ? `\`${names[0]}\` or another of ${names.length}` : names.map((name) => `\`${name}\``).join(' or ');
