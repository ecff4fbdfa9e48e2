import { type Def, type Expression, isWithin, walk } from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isProtectedRoute, partsAnsweredBy } from '#kit/web';
import { RUNTIME_VERSIONS } from '#knowledge/runtime-versions';
import { listedCode } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'information disclosure: runtime versions on a public route',
    why: 'An attacker who learns which interpreter, libraries or hardware the service uses can look up their known vulnerabilities.',
    remedy: 'Return only the version of the service, or require authentication',
    harm: 'exposes',
    severity: 'P3',
    precision: 'low',
    measured: { read: 1, right: 0, on: 'feast' },
    since: '0.1.0',
    cwe: [200, 497],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' }],
    bad: 'import sys\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/version")\ndef version():\n    return {"python": sys.version}\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI(version="1.4.0")\n\n\n@app.get("/version")\ndef version():\n    return {"version": app.version}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: lastNames(RUNTIME_VERSIONS),
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  if (route === undefined || route.methods.includes('WEBSOCKET')) return;
  const disclosed = partsAnsweredBy(fn, ctx).flatMap((part) => versionsIn(part, ctx));
  const [first, ...others] = disclosed;
  if (first === undefined || isProtectedRoute(fn, ctx)) return;
  const names = listedCode(
    disclosed.map(({ name }) => name),
    3,
  );
  ctx.report({
    at: first.at,
    message: `information disclosure: ${route.path === undefined ? `\`${fn.name}\`` : `the route \`${route.path}\``} publishes ${names}`,
    cause: 'habit',
    related: [
      ...others.map(({ at }) => ({ at, message: 'this value is published as well' })),
      ...answersOf(first, fn, ctx),
    ],
  });
}

/** Where what is made before is in the answer. */
function answersOf({ at }: DisclosedVersion, fn: Def, ctx: SourceContext): { at: Expression; message: string }[] {
  const answers = ctx.flow.returnValues(fn).flatMap((value) => value ?? []);
  if (answers.some((answer) => isWithin(at, answer))) return [];
  const names = answers.flatMap((answer) => [...nodesWithin(answer)]);
  const disclosed = names.find((name) => ctx.flow.origins(name).some((origin) => isWithin(at, origin)));
  return disclosed === undefined ? [] : [{ at: disclosed, message: 'the route returns the value here' }];
}

function nodesWithin(answer: Expression): Expression[] {
  const names: Expression[] = [];
  walk(answer, (node) => {
    if (node.kind === 'Name' && node.ctx === 'Load') names.push(node);
  });
  return names;
}

interface DisclosedVersion {
  readonly name: string;
  readonly at: Expression;
}

/** `os.uname().nodename`: of all that it knows only what the machine is called. */
const isHostAlone = ({ parent: call }: Expression): boolean =>
  call?.kind === 'Call' && call.parent?.kind === 'Attribute' && /^node(?:name)?$/.test(call.parent.attr);

/** What shows an attacker which known vulnerabilities to try; the version of the service itself does not. */
function versionsIn(part: Expression, { names }: SourceContext): readonly DisclosedVersion[] {
  const disclosed: DisclosedVersion[] = [];
  walk(part, (node) => {
    if (node.kind !== 'Attribute' && node.kind !== 'Name') return undefined;
    const name = names.qualifiedName(node);
    if (name === undefined || !RUNTIME_VERSIONS.has(name) || isHostAlone(node)) return undefined;
    disclosed.push({ name, at: node });
    return 'skip';
  });
  return disclosed;
}
