/** Untrusted input that names no file. */
import { type Expression, holds, lastName, type Name, nodesOf, statementsBefore } from '../../ast/index.ts';
import { isUploadedFile } from '../../knowledge/uploads.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import { statementAround } from '../names/statement.ts';

/** An upload, or the bytes of a request, where nothing on the way takes its file name. */
export function isContent(path: readonly Expression[], leaf: Expression, { types, effects }: SemanticModel): boolean {
  // What a body is read as has names of its own.
  if (path.some((each) => each.kind === 'Call' && effects.of(each) === 'parse')) return false;
  // `body.files` of a record of the project's own is whatever its class says.
  const isOwn = (whole: Expression): boolean =>
    !(whole.kind === 'Name' && whole.id === 'self') && !LIBRARY.test(types.classOf(whole) ?? 'builtins.object');
  const names = [leaf, ...path].flatMap((each) => (each.kind === 'Attribute' && !isOwn(each.value) ? each.attr : []));
  if (names.includes('filename')) return false;
  if (names.some((name) => /^(?:files|FILES|content|body|stream|raw_post_data|rfile)$/.test(name))) return true;
  // `file`, and `file.read()` of it.
  return holds(leaf, (node) => node.kind === 'Name' && isUploadedFile(types.classOf(node) ?? ''));
}

const LIBRARY =
  /^(?:builtins|io|tempfile|typing|fastapi|starlette|flask|quart|django|rest_framework|aiohttp|sanic|litestar|tornado|werkzeug|bottle|falcon|robyn|http|socketserver|httpx|requests)\./;

/** `part.rename(path)`, and then what is in `path`: it is what was put there, and the move is where the name was chosen. */
export const isMovedThere = (path: readonly Expression[], model: SemanticModel): boolean =>
  path.some((each) => each.kind === 'Name' && isMovedTo(each, model));

function isMovedTo(name: Name, model: SemanticModel): boolean {
  if (!namesMovedTo(model).has(name.id)) return false;
  const { flow } = model;
  const [held, other] = flow.reachingDefinitions(name);
  return statementsBefore(statementAround(name)).some((statement) => {
    if (statement.kind !== 'Expr' || statement.value.kind !== 'Call' || other !== undefined) return false;
    const { func, args } = statement.value;
    const to = args.at(-1);
    // Of a text that is changed someone takes the result.
    const isMove = to?.kind === 'Name' && to.id === name.id && MOVES.test(lastName(func) ?? '');
    return isMove && flow.reachingDefinitions(to)[0] === held;
  });
}

/** Most files move nothing, and each place of each flow asks. */
const namesMovedTo = memoizeByFile(
  ({ source }: SemanticModel): ReadonlySet<string> =>
    new Set(
      nodesOf(source.module, 'Call').flatMap(({ func, args }) => {
        const to = args.at(-1);
        return to?.kind === 'Name' && MOVES.test(lastName(func) ?? '') ? to.id : [];
      }),
    ),
);

const MOVES = /^(?:rename|replace|move)$/;
