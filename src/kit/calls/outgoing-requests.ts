/** Requests that a program sends, by the clients that it sends them with. */
import { type Call, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** A call that sends a request (or opens its answer) by a known client. */
export interface OutgoingRequest {
  readonly library: 'requests' | 'httpx' | 'aiohttp' | 'urllib' | 'urllib3' | 'http.client';
  /** Qualified name of what is called. */
  readonly name: string;
  readonly url: Expression | undefined;
}

export function outgoingRequestOf(call: Call, { types, values }: SemanticModel): OutgoingRequest | undefined {
  const last = lastName(call.func);
  if (last === undefined || !SENDING.has(last)) return undefined;
  const name = types.calleeName(call.func);
  const library = name === undefined ? undefined : libraryOf(name);
  if (name === undefined || library === undefined) return undefined;
  const position = last === 'request' || last === 'stream' || (last === 'Request' && library !== 'urllib') ? 1 : 0;
  const keyword = library === 'http.client' ? 'host' : 'url';
  return { library, name, url: values.givenArgument(call, keyword, position) };
}

/** Where the request goes, also of libraries that only get what is at an address. */
export const requestedUrlOf = (call: Call, model: SemanticModel): Expression | undefined =>
  outgoingRequestOf(call, model)?.url ?? fetchedUrlOf(call, model) ?? baseOfClient(call, model);

/** Where all requests of a client go that is made here: `httpx.AsyncClient(base_url=address)`. */
function baseOfClient(call: Call, { types }: SemanticModel): Expression | undefined {
  const base = call.keywords.find(({ arg }) => arg === 'base_url')?.value;
  return base !== undefined && BASED.test(types.calleeName(call.func) ?? '') ? base : undefined;
}

const BASED = /^(?:httpx\.(?:Async)?Client|aiohttp\.ClientSession|(?:openai|anthropic|groq|mistralai)\.\w+)$/;

function fetchedUrlOf(call: Call, { types, values }: SemanticModel): Expression | undefined {
  const last = lastName(call.func);
  // What a browser is made by tells nobody of its pages.
  if (last !== 'goto' && !FETCHING.test(types.calleeName(call.func) ?? '')) return undefined;
  return values.givenArgument(call, 'url', last === 'request' || last === 'urlopen' ? 1 : 0) ?? call.args[0];
}

const FETCHING =
  /^(?:feedparser\.parse|trafilatura\.(?:\w+\.)?fetch_\w+|newspaper\.(?:\w+\.)?(?:Article|build)|websockets\.(?:\w+\.)*connect|tornado\.httpclient\.\w+\.fetch|urllib3\.\w+\.urlopen|selenium\.webdriver\.\w+\.get|(?:curl_cffi\.requests|cloudscraper)\.(?:\w+\.)?(?:get|post|put|request)|langchain\w*\.(?:\w+\.)*WebBaseLoader)$/;

/** Roots of the names above, and `goto` itself. */
export const FETCHERS =
  'requests httpx aiohttp openai anthropic groq mistralai urllib urllib3 http feedparser trafilatura newspaper websockets tornado selenium curl_cffi cloudscraper WebBaseLoader goto'.split(
    ' ',
  );

const VERBS = 'get post put patch delete head options';
const SENDING: ReadonlySet<string> = new Set(
  `${VERBS} request stream urlopen urlretrieve Request HTTPConnection HTTPSConnection ws_connect`.split(' '),
);

function libraryOf(name: string): OutgoingRequest['library'] | undefined {
  for (const [library, pattern] of CLIENTS) if (pattern.test(name)) return library;
  return undefined;
}

const CLIENTS: readonly (readonly [OutgoingRequest['library'], RegExp])[] = [
  [
    'requests',
    /^requests\.(?:(?:api|sessions)\.)?(?:Session\.|session\.)?(?:get|post|put|patch|delete|head|options|request)$/,
  ],
  ['httpx', /^httpx\.(?:(?:Async)?Client\.)?(?:get|post|put|patch|delete|head|options|request|stream)$/],
  [
    'aiohttp',
    /^aiohttp\.(?:client\.)?(?:ClientSession\.)?(?:get|post|put|patch|delete|head|options|request|ws_connect)$/,
  ],
  ['urllib', /^urllib\.request\.(?:urlopen|urlretrieve|Request)$/],
  ['urllib3', /^urllib3\.(?:PoolManager\.|ProxyManager\.)?request$/],
  ['http.client', /^http\.client\.HTTPS?Connection$/],
];

/** The value is what a server answers whose https address is in the code: `requests.get("https://models.example.com/labels.pkl")`. */
export function answersFixedServer(value: Expression, model: SemanticModel): boolean {
  let whole = value;
  while (whole.kind === 'Attribute') whole = whole.value;
  return model.flow.origins(whole).some((origin) => {
    const url = origin.kind === 'Call' ? outgoingRequestOf(origin, model)?.url : undefined;
    const known = url === undefined ? undefined : model.values.possible(url);
    return known?.every((each) => each.kind === 'str' && each.value.startsWith('https://')) === true;
  });
}
