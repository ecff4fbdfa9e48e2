/** Libraries of CORS, and what their defaults allow. */
import { ancestors, type Call, callKeyword, type Expression } from '#ast';
import type { SourceContext } from '#kit';
import { CORS_FUNCTIONS, CORS_MIDDLEWARE, type CorsLibrary } from '#knowledge/cors-libraries';
import type { Condition, Grade } from '#project';
import { takesAmbientCredentials } from './takes-ambient-credentials.ts';

export function libraryOf(call: Call, ctx: SourceContext): CorsLibrary | undefined {
  const callee = ctx.types.calleeName(call.func);
  const own = callee === undefined ? undefined : (CORS_MIDDLEWARE.get(callee) ?? CORS_FUNCTIONS.get(callee));
  if (own !== undefined) return own;
  const adds =
    call.func.kind === 'Attribute' ? call.func.attr === 'add_middleware' : callee?.endsWith('.Middleware') === true;
  const first = call.args[0] ?? callKeyword(call, 'middleware_class')?.value;
  return adds && first !== undefined ? CORS_MIDDLEWARE.get(ctx.names.qualifiedName(first) ?? '') : undefined;
}

/** Under `if "*" in allowed_origins:` anyone who runs the service asked for it. */
export function isOptedInto(call: Call, wildcard: Expression, ctx: SourceContext): boolean {
  const chosen = ctx.flow.whole(wildcard);
  if (chosen.kind === 'IfExp' && testsForWildcard(chosen.test, ctx)) return true;
  return [...ancestors(call)].some(
    (node) => node.kind === 'If' && call.start > node.test.end && testsForWildcard(node.test, ctx),
  );
}

function testsForWildcard(test: Expression, ctx: SourceContext): boolean {
  if (test.kind === 'BoolOp') return test.values.some((value) => testsForWildcard(value, ctx));
  return test.kind === 'Compare' && [test.left, ...test.comparators].some((side) => ctx.values.string(side) === '*');
}

export const whereCookies = (no: Grade): Condition => ({
  question: takesAmbientCredentials.ask(null),
  yes: 'keep',
  no,
  unknown: 'keep',
});

/** Where a cross-origin request carries no credentials, its page reads no more than what the program answers to everybody. */
export const unlessAuthenticated = (otherwise: Grade, from: string): Condition => ({
  question: { kind: 'asks-who-comes', from },
  yes: {
    kind: 'any origin, explicit tokens',
    message: 'CORS misconfiguration: any origin is allowed, and only the explicit token keeps other websites out',
  },
  no: otherwise,
  unknown: otherwise,
});
