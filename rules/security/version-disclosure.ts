import {
  type AsyncFunctionDef,
  callsWithin,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  isProtectedRoute,
  NOT_PRODUCTION,
  partsOfAnswer,
  type SourceContext,
  walk,
} from '#kit';

/** What tells a stranger which known holes to try; the version of the service itself does not. */
const TELLING =
  /^(?:sys\.(?:version|version_info)|platform\.(?:platform|python_version|uname|version|release|node|python_implementation|processor)|(?:torch|tensorflow|numpy|transformers|fastapi|flask|django|uvicorn|starlette|pandas|sklearn|onnxruntime|cv2|jax|vllm|ray|redis|sqlalchemy|pydantic|PIL|scipy|xgboost)\.(?:__version__|VERSION)|torch\.version\.(?:cuda|hip)|torch\.cuda\.(?:get_device_name|get_device_properties)|socket\.gethostname|os\.uname)$/;
/** Routes that stand behind something else. */
const INTERNAL = /(?:^|[/._])(?:admin|internal|debug|private|management)(?:[/._]|$)/;

export default defineSourceRule({
  docs: {
    summary: 'public route that tells the versions of the runtime',
    why: 'Who wants to break in learns without a trace which interpreter, libraries and hardware run there, and looks up their known holes.',
    remedy: 'Answer with the version of the service only, or ask for authentication.',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [200, 497],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' }],
    bad: 'import sys\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/version")\ndef version():\n    return {"python": sys.version}\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI(version="1.4.0")\n\n\n@app.get("/version")\ndef version():\n    return {"version": app.version}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions:
    'version version_info __version__ VERSION platform python_version uname get_device_name get_device_properties gethostname'.split(
      ' ',
    ),
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

type Def = FunctionDef | AsyncFunctionDef;

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  if (route === undefined || route.methods.includes('WEBSOCKET') || ctx.context.isTestCode(fn)) return;
  const told = tellingIn(fn, ctx, 0);
  const [first, ...others] = told;
  if (first === undefined || INTERNAL.test(route.path ?? '') || INTERNAL.test(ctx.names.moduleName)) return;
  if (isProtectedRoute(fn, ctx)) return;
  const names = [...new Set(told.map(({ name }) => `\`${name}\``))].slice(0, 3).join(', ');
  ctx.report({
    at: first.at,
    message: `${route.path === undefined ? `\`${fn.name}\`` : `the route \`${route.path}\``} tells everybody ${names}`,
    related: others.map(({ at }) => ({ at, message: 'told as well' })),
  });
}

interface Told {
  readonly name: string;
  readonly at: Expression;
}

const MAX_CALLS = 2;

/** What the function answers with, in functions of this file that it calls for it too. */
function tellingIn(fn: Def, ctx: SourceContext, depth: number): readonly Told[] {
  const told: Told[] = [];
  for (const answer of ctx.flow.returnValues(fn)) {
    if (answer === undefined) continue;
    for (const part of partsOf(answer, ctx)) told.push(...tellingPart(part, ctx, depth));
  }
  return unique([...told, ...addedLater(fn, ctx)]);
}

/** The values in an answer that is put together in a local first. */
function partsOf(answer: Expression, ctx: SourceContext): readonly Expression[] {
  return partsOfAnswer(answer).flatMap((part) =>
    ctx.flow.origins(part).flatMap((origin) => (origin === part ? [part] : partsOfAnswer(origin))),
  );
}

function tellingPart(part: Expression, ctx: SourceContext, depth: number): readonly Told[] {
  const told: Told[] = [];
  walk(part, (node) => {
    if (node.kind !== 'Attribute' && node.kind !== 'Name') return undefined;
    const name = ctx.names.qualifiedName(node);
    if (name === undefined || !TELLING.test(name)) return undefined;
    told.push({ name, at: node });
    return 'skip';
  });
  const called = part.kind === 'Call' && depth < MAX_CALLS ? ctx.names.definitionOf(part.func) : undefined;
  if (called !== undefined && called.kind !== 'ClassDef') told.push(...tellingIn(called, ctx, depth + 1));
  return told;
}

/** `info["python"] = sys.version` before `return info`. */
function addedLater(fn: Def, ctx: SourceContext): readonly Told[] {
  const returned = new Set(ctx.flow.returnValues(fn).flatMap((value) => (value?.kind === 'Name' ? value.id : [])));
  if (returned.size === 0) return [];
  const told: Told[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind !== 'Assign')
        return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' ? 'skip' : undefined;
      const isAnswer = node.targets.some(
        (target) => target.kind === 'Subscript' && target.value.kind === 'Name' && returned.has(target.value.id),
      );
      if (isAnswer) told.push(...tellingPart(node.value, ctx, MAX_CALLS));
      return 'skip';
    });
  }
  for (const call of callsWithin([fn])) {
    const isUpdate = call.func.kind === 'Attribute' && call.func.attr === 'update' && call.func.value.kind === 'Name';
    if (
      isUpdate &&
      call.func.kind === 'Attribute' &&
      call.func.value.kind === 'Name' &&
      returned.has(call.func.value.id)
    )
      told.push(...call.args.flatMap(partsOfAnswer).flatMap((part) => tellingPart(part, ctx, MAX_CALLS)));
  }
  return told;
}

function unique(told: readonly Told[]): readonly Told[] {
  return [...new Map(told.map((each) => [each.at, each])).values()];
}
