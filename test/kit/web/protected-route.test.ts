import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { isProtectedRoute } from '../../../src/kit/web/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

describe('isProtectedRoute', () => {
  it.each([
    ['a decorator', '@login_required\ndef route(): ...', true],
    ['a parameter', 'def route(current_user): ...', true],
    ['a dependency', 'def route(x=Depends(verify_key)): ...', true],
    ['an annotation', 'def route(x: Annotated[str, Security(scheme)]): ...', true],
    [
      'the router',
      'router = APIRouter(dependencies=[Depends(require_admin)])\n@router.get("/")\ndef route(): ...',
      true,
    ],
    ['a middleware', 'app.add_middleware(AuthMiddleware)\n@app.get("/")\ndef route(): ...', true],
    ['a hook', '@app.before_request\ndef check_login(): ...\n@app.route("/")\ndef route(): ...', true],
    ['nothing', 'router = APIRouter()\n@router.get("/auth/version")\ndef route(size: int): ...', false],
    ['another middleware', 'app.add_middleware(GZipMiddleware)\n@app.get("/")\ndef route(): ...', false],
  ])('by %s', async (_, code, is) => {
    const { model } = await fixtureOf('app/routes.py', `${code}\n`);
    const route = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'route');
    if (route === undefined) throw new Error('no function `route`');
    expect(isProtectedRoute(route, model)).toBe(is);
  });
});
