/** Paths that applications of a project serve, and those that its documents call. */
import { distance } from 'fastest-levenshtein';
import { invocationOf } from '#artifacts';
import { callKeyword, defsOf, lastName, nodesOf, stringConstant } from '#ast';
import type { ArtifactPlace, ProjectModel } from '#project';
import type { SemanticModel } from '#semantics';

/** What a file says of the paths of an application; plain JSON. */
export interface ServedPaths {
  readonly routes: readonly string[];
  /** All texts of it that may be a part of a path: prefixes, routes that are added by a call. */
  readonly parts: readonly string[];
  /** Applications of others are hung there. */
  readonly mounts: readonly string[];
  /** A part is put together elsewhere. */
  readonly isOpen: boolean;
}

/** Undefined where a file has nothing to do with the web. */
export function servedPaths({ source, context, names, values }: SemanticModel): ServedPaths | undefined {
  const { module } = source;
  const imports = names.imports.map((each) => each.module);
  if (!imports.some((name) => WEB.test(name))) return undefined;
  const routes = defsOf(module).flatMap((fn) => context.routeOf(fn) ?? []);
  const calls = nodesOf(module, 'Call');
  const prefixes = calls.flatMap(
    (call) => (callKeyword(call, 'prefix') ?? callKeyword(call, 'url_prefix'))?.value ?? [],
  );
  const known = prefixes.map((each) => values.string(each));
  const mounts = calls.flatMap(({ func, args: [first] }) =>
    lastName(func) === 'mount' && first !== undefined ? (values.string(first) ?? '/') : [],
  );
  const texts = nodesOf(module, 'Constant').flatMap((each) => stringConstant(each) ?? []);
  return {
    routes: routes.flatMap(({ path }) => path ?? []),
    parts: [...new Set([...texts, ...known.flatMap((each) => each ?? [])])].filter((text) =>
      /^\/[^\s?]{1,100}$/.test(text),
    ),
    mounts,
    isOpen:
      known.includes(undefined) ||
      routes.some(({ path }) => path === undefined) ||
      imports.some((name) => /^(?:django|tornado|flask_rest\w+|connexion|strawberry|gradio)\b/.test(name)),
  };
}

const WEB =
  /^(?:fastapi|flask\w*|starlette|quart|sanic|litestar|aiohttp|bottle|falcon|django|tornado|connexion|strawberry|gradio)\b/;

export interface CalledPath {
  readonly path: string;
  readonly at: ArtifactPlace;
}

/** `curl http://localhost:8000/orders`, and headings like `POST /orders`. */
export function pathsInDocuments({ artifacts, commands }: ProjectModel): readonly CalledPath[] {
  const typed = commands.flatMap(({ kind, command, placeOf }) => {
    const { program, args = [] } = invocationOf(command) ?? {};
    if (kind !== 'markdown' || !/^(?:curl|wget|http)$/.test(program ?? '')) return [];
    return args.flatMap(({ text, span }) => {
      const path = LOCAL.exec(text)?.[1];
      return path === undefined ? [] : [{ path, at: placeOf(span) }];
    });
  });
  const headings = artifacts.of('markdown').flatMap((file) =>
    file.model.headings.flatMap(({ text }) => {
      const path = HEADING.exec(text.value)?.[1];
      return path === undefined ? [] : [{ path, at: file.placeOf(text.span) }];
    }),
  );
  return [...headings, ...typed];
}

const LOCAL = /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?(\/[^?#\s]*)/;
const HEADING = /^(?:\d[\d.]*\s+)?[`*]*(?:GET|POST|PUT|PATCH|DELETE)[`*:]*\s+[`*]*(\/[\w/{}<>:.-]+)[`*]*$/;

type Segments = readonly string[];

export const segmentsOf = (path: string): Segments => path.split('/').filter((part) => part !== '');

/** Whether the path may be made of the parts, one behind the other. */
export function isMadeOf(path: Segments, parts: readonly Segments[]): boolean {
  const reached = new Set([0]);
  for (const at of reached)
    for (const part of parts) {
      const fits = part.every((segment, index) => fitsSegment(path[at + index], segment));
      if (fits && (part.length > 0 || path.length === 0)) reached.add(at + part.length);
      if (fits && REST.test(part.at(-1) ?? '')) return true;
    }
  return reached.has(path.length);
}

const REST = /:path\}$|^<path:/;
const PARAMETER = /[{<]|^[:$]/;

function fitsSegment(given: string | undefined, segment: string): boolean {
  return given !== undefined && (given === segment || PARAMETER.test(segment));
}

/** The same end, where one part before it differs or is there more; or an end that is spelt in another way. */
export function isNearPath(path: Segments, served: Segments): boolean {
  const isSameEnd = isSame(path.at(-1), served.at(-1));
  if (path.length === served.length) {
    const unlike = path.flatMap((part, at) => (fitsSegment(part, served[at] ?? '') ? [] : [[part, served[at] ?? '']]));
    const [[given = '', other = ''] = [], ...more] = unlike;
    return unlike.length > 0 && more.length === 0 && (isSameEnd || distance(given, other) === 1);
  }
  const [short, long] = path.length < served.length ? [path, served] : [served, path];
  return (
    isSameEnd &&
    long.length === short.length + 1 &&
    long.some((_, at) => long.toSpliced(at, 1).every((part, index) => isSame(part, short[index])))
  );
}

/** What a parameter is called makes no difference. */
const isSame = (a = '', b = ''): boolean => a === b || (PARAMETER.test(a) && PARAMETER.test(b));
