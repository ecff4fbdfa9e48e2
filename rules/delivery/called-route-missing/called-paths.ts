/** Paths of the own service that the project asks for: by test clients, by clients that are given its address, by proxies. */
import { type Call, callKeyword, type Expression, holds, lastName, nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { TEST_CLIENTS } from '#knowledge/test-clients';
import type { ArtifactPlace, ProjectModel } from '#project';
import { locationsIn } from '#project/proxies';

/** Plain JSON. */
export interface CalledFact {
  readonly kind: 'called';
  /** `*` is what a variable fills. */
  readonly path: string;
  readonly method: string;
  readonly isInTest: boolean;
  readonly place: PackedPlace;
}

/** The address that a test client puts before all has a path. */
export type CallFact = CalledFact | { readonly kind: 'based' };

export function callsIn(file: FactsContext): CallFact[] {
  const isInTest = file.context.role === 'test';
  return nodesOf(file.module, 'Call').flatMap((call): CallFact[] => {
    if (isInTest && isBased(call, file)) return [{ kind: 'based' }];
    const { func, args } = call;
    if (func.kind !== 'Attribute' || !METHODS.has(func.attr)) return [];
    const url = isInTest ? (args[0] ?? callKeyword(call, 'url')?.value) : outgoingRequestOf(call, file)?.url;
    const path = url && pathAsked(url, isInTest && isClient(func.value), file);
    if (url === undefined || path === undefined || (isInTest && isMeantToFail(call, file))) return [];
    return [{ kind: 'called', path, method: func.attr.toUpperCase(), isInTest, place: packPlace(file, url) }];
  });
}

function isBased(call: Call, { types, values }: FactsContext): boolean {
  const base = callKeyword(call, 'base_url')?.value;
  if (base === undefined || !TEST_CLIENTS.has(types.calleeName(call.func) ?? '')) return false;
  return !/^https?:\/\/[^/]+\/?$/.test(values.string(base) ?? '');
}

const isClient = (value: Expression): boolean => /client|^c$|http/i.test(lastName(value) ?? '');

const METHODS: ReadonlySet<string> = new Set('get post put patch delete'.split(' '));
const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|test|testserver)(?::\d+)?(?=\/|$)/;

/** `client.get("/orders")` of a test, `requests.get(f"{API_URL}/orders/{number}")` where the address is one of this machine. */
function pathAsked(url: Expression, isOfTestClient: boolean, file: FactsContext): string | undefined {
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
  const path = LOCAL.test(text) ? text.replace(LOCAL, '') : isOfTestClient && text.startsWith('/') ? text : undefined;
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
