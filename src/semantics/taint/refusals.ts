/** Whether code answers 401 or 403, or sends a visitor to where one logs in. */
import {
  ancestors,
  type Call,
  type Def,
  type Dict,
  defaultOf,
  type Expression,
  holds,
  lastName,
  type Node,
  nodesOf,
  type Stmt,
  stringConstant,
} from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import { runnerOf } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

/** It answers 401 or 403 itself: `raise HTTPException(status_code=403)`, `abort(401)`, `return "no", 401`. */
export function refuses(fn: Def, model: SemanticModel): boolean {
  return refusing(model).has(fn);
}

/** Asked of all functions of a file, and by several rules again. */
const refusing = memoizeByFile((model: SemanticModel): ReadonlySet<Node | undefined> => {
  const { module } = model.source;
  const found = new Set<Node | undefined>();
  for (const kind of ['Call', 'Raise', 'Return'] as const) {
    for (const node of nodesOf(module, kind)) if (isRefusing(node, model)) found.add(runnerOf(node));
  }
  return found;
});

/** A statement does so: `return JSONResponse({}, status_code=401)`, `raise HTTPException(403)`. */
export function answersRefusal(statement: Stmt, model: SemanticModel): boolean {
  return holds(statement, (node) => isRefusing(node, model));
}

const isRefusing = (node: Node, model: SemanticModel): boolean =>
  (node.kind === 'Call' && sendsRefusal(node, model)) ||
  (node.kind === 'Raise' && node.exc !== undefined && isRefusal(node.exc, model)) ||
  (node.kind === 'Return' &&
    ((node.value?.kind === 'Tuple' && node.value.elts.slice(1).some((each) => isRefused(each, model))) ||
      (node.value?.kind === 'Dict' && saysRefused(node.value, model))));

/** `return {"message": "no", "status_code": 403}`, of which someone above makes the answer. */
const saysRefused = ({ keys, values }: Dict, model: SemanticModel): boolean =>
  keys.some((key, at) => {
    const value = values[at];
    const isStatus = key !== undefined && /^status_?code$/i.test(stringConstant(key) ?? '');
    return isStatus && value !== undefined && isRefused(value, model);
  });

/** `raise PermissionDenied`, `raise web.HTTPForbidden()`, which frameworks answer with 401 or 403. */
function isRefusal(raised: Expression, { names }: SemanticModel): boolean {
  const name = names.qualifiedName(raised.kind === 'Call' ? raised.func : raised);
  return /^(?:django\.core|rest_framework|werkzeug|aiohttp|falcon|pyramid|sanic(?:_ext)?|litestar|starlette)\.(?:\w+\.)?(?:HTTP)?(?:PermissionDenied|NotAuthenticated|NotAuthorized|AuthenticationFailed|AuthenticationError|Unauthorized|Forbidden)(?:Exception|Error)?$/.test(
    name ?? '',
  );
}

const sendsRefusal = (call: Call, model: SemanticModel): boolean =>
  hangsUp(call, model) ||
  sendsToLogin(call) ||
  /^django\.(?:http\.(?:response\.)?HttpResponseForbidden|contrib\.auth\.views\.redirect_to_login)$/.test(
    model.names.qualifiedName(call.func) ?? '',
  ) ||
  call.args.slice(0, 2).some((each) => isRefused(each, model)) ||
  call.keywords.some(({ arg, value }) => (arg === 'status_code' || arg === 'status') && isRefused(value, model));

/** `if not user: return redirect(url_for("auth.login"))`. */
function sendsToLogin(call: Call): boolean {
  if (!/^(?:redirect|RedirectResponse|HttpResponseRedirect|HTTPFound|HTTPSeeOther)$/.test(lastName(call.func) ?? ''))
    return false;
  const isLogin = holds(
    call,
    (node) =>
      node.kind === 'Constant' && /(?:^|[/._-])(?:log|sign)[-_]?in(?:$|[/?._-])/i.test(stringConstant(node) ?? ''),
  );
  return isLogin && [...ancestors(call)].some(({ kind }) => kind === 'If' || kind === 'ExceptHandler');
}

/** `await websocket.close(code=1008)`: a policy was not met, or a code of the program's own (4000 and above) says what. */
function hangsUp({ func, args, keywords }: Call, { values, flow }: SemanticModel): boolean {
  const code = keywords.find(({ arg }) => arg === 'code')?.value ?? args[0];
  if (func.kind !== 'Attribute' || func.attr !== 'close' || code === undefined) return false;
  const folded = values.fold(code);
  if (folded?.kind === 'int') return folded.value === 1008n || (folded.value >= 4000n && folded.value < 5000n);
  return /POLICY_VIOLATION/.test(lastName(flow.whole(code)) ?? '');
}

/** A number, a name that says it (`status.HTTP_403_FORBIDDEN`, `HTTPStatus.UNAUTHORIZED`), or a parameter that is so unless a caller says otherwise. */
function isRefused(value: Expression, model: SemanticModel): boolean {
  if ((value.kind === 'Constant' && value.value.kind !== 'int') || !namesRefusal(model)) return false;
  const { values, flow, names } = model;
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const folded = values.fold((parameter && defaultOf(parameter)) ?? value);
  if (folded?.kind === 'int') return folded.value === 401n || folded.value === 403n;
  return /^(?:HTTP_40[13]_\w+|UNAUTHORIZED|FORBIDDEN)$/.test(lastName(flow.whole(value)) ?? '');
}

/** Arguments of all calls are asked, and few files write such a number or name. */
const namesRefusal = memoizeByFile(({ source }: SemanticModel) =>
  /40[13]|UNAUTHORIZED|FORBIDDEN/.test(source.text.content),
);
