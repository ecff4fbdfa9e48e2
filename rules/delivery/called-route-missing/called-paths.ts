/** Paths of the own service that the project asks for: by test clients, by clients that are given its address, by proxies. */
import { type Call, callKeyword, holds, lastName, nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { ArtifactPlace, ProjectModel } from '#project';
import { locationsIn } from '#project/proxies';

/** Plain JSON. */
export interface CalledFact {
  readonly kind: 'called';
  /** `*` is what a variable fills. */
  readonly path: string;
  readonly method: string;
  readonly place: PackedPlace;
}

/** The address that a test client puts before all has a path. */
export type CallFact = CalledFact | { readonly kind: 'based' };

export function callsIn(file: FactsContext): CallFact[] {
  const { names, module } = file;
  const isTest = file.context.role === 'test';
  if (!isTest && !names.imports.some(({ module: name }) => CLIENTS.test(name))) return [];
  return nodesOf(module, 'Call').flatMap((call): CallFact[] => {
    const base = callKeyword(call, 'base_url')?.value;
    const text = base && file.values.string(base);
    if (base !== undefined && isTest && (text === undefined || !/^https?:\/\/[^/]+\/?$/.test(text)))
      return [{ kind: 'based' }];
    const { func, args } = call;
    const first = args[0] ?? callKeyword(call, 'url')?.value;
    if (func.kind !== 'Attribute' || !METHODS.has(func.attr) || first === undefined) return [];
    const path = pathAsked(call, isTest, file);
    if (path === undefined || (isTest && isMeantToFail(call, file))) return [];
    return [{ kind: 'called', path, method: func.attr.toUpperCase(), place: packPlace(file, first) }];
  });
}

const CLIENTS = /^(?:requests|httpx|aiohttp|streamlit)\b/;
const METHODS: ReadonlySet<string> = new Set('get post put patch delete'.split(' '));
const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|test|testserver)(?::\d+)?(?=\/|$)/;

/** `client.get("/orders")` of a test, `requests.get(f"{API_URL}/orders/{number}")` where the address is one of this machine. */
function pathAsked({ func, args, keywords }: Call, isTest: boolean, file: FactsContext): string | undefined {
  const url = args[0] ?? keywords.find(({ arg }) => arg === 'url')?.value;
  if (func.kind !== 'Attribute' || url === undefined) return undefined;
  const whole = file.values.string(url);
  const pieces = whole === undefined ? file.values.textPieces(url) : [{ kind: 'constant' as const, text: whole }];
  const text = pieces
    ?.map((piece, index) => {
      if (piece.kind === 'constant') return piece.text;
      if (index > 0) return '*';
      const { expression } = piece;
      const from = file.flow.whole(expression);
      const read = file.values.environmentRead(expression) ?? file.values.environmentRead(from);
      return file.values.string(expression) ?? (read?.fallback && file.values.string(read.fallback)) ?? '?';
    })
    .join('');
  if (text === undefined || /\s/.test(text)) return undefined;
  const isClient = isTest && /client|^c$|http/i.test(lastName(func.value) ?? '');
  const path = LOCAL.test(text) ? text.replace(LOCAL, '') : isClient && text.startsWith('/') ? text : undefined;
  return path?.replace(/[?#].*$/s, '');
}

/** The test is about what is not there: it expects 404 or 405. */
function isMeantToFail(call: Call, file: FactsContext): boolean {
  const fn = file.context.defAround(call);
  return (
    fn === undefined ||
    holds(
      fn,
      (node) =>
        node.kind === 'Constant' &&
        node.value.kind === 'int' &&
        (node.value.value === 404n || node.value.value === 405n),
    )
  );
}

/** `location /health { proxy_pass http://backend; }`: what the proxy asks its backend for. */
export const pathsOfProxies = ({
  artifacts,
}: ProjectModel): readonly { readonly path: string; readonly at: ArtifactPlace }[] =>
  artifacts.of('nginx').flatMap((file) =>
    locationsIn(file)
      .flatMap(({ passes }) => passes)
      .flatMap(({ path, directive }) => (path === undefined ? [] : [{ path, at: file.placeOf(directive.value.span) }])),
  );
