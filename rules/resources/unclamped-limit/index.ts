import type { ClassDef, Def, Expression } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { upperBoundAt } from '#semantics/flow/upper-bounds';
import { boundsParameter } from './bounds-parameter.ts';
import { negativeOffsets } from './negative-offsets.ts';
import {
  isCutByName,
  PAGINATORS,
  type RequestedSize,
  requestedFields,
  requestedParameters,
  UNNAMED,
  valuesRead,
  whoFills,
} from './requested-sizes.ts';
import { sizeUseOf } from './size-uses.ts';

export default defineSourceRule({
  docs: {
    summary: 'client-controlled limit without an upper bound',
    why: 'One request with a very large number makes the server read, hold and send that many rows, or loop that many times.',
    remedy: 'Give the parameter an upper bound (`Query(le=100)`), or clamp it with `min()`',
    harm: 'leaks',
    severity: {
      'too large': 'P2',
      'negative offset': 'P3',
    },
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'a server of language models' },
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-005' }],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(limit: int = 20):\n    return session.query(Order).limit(limit).all()\n',
    good: 'from fastapi import FastAPI, Query\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(limit: int = Query(20, le=100)):\n    return session.query(Order).limit(limit).all()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [boundsParameter],
  visit: {
    FunctionDef: check,
    AsyncFunctionDef: check,
    Call(call, ctx) {
      for (const requested of valuesRead(call, ctx)) judge(requested, ctx);
    },
    ClassDef: checkPaginator,
  },
});

function check(fn: Def, ctx: SourceContext): void {
  for (const { name, at, offset } of negativeOffsets(fn, ctx))
    ctx.report({
      at,
      message: `no lower bound: the client can pass any \`${name}\`, and a small one makes the offset of the query negative, which the database rejects`,
      remedy: 'Give the parameter a lower bound (`Query(1, ge=1)`), or clamp it with `max()`',
      kind: 'negative offset',
      cause: `${ctx.path} offset`,
      related: [{ at: offset, message: 'used here' }],
    });
  const who = whoFills(fn, ctx);
  if (who === undefined) return;
  for (const requested of [...requestedParameters(fn, who, ctx), ...requestedFields(fn, who, ctx)])
    judge(requested, ctx);
}

function judge({ name, at, uses, who, doubt }: RequestedSize, ctx: SourceContext): void {
  const bound = uses.map((use) => upperBoundAt(use, ctx)).find((each) => each !== undefined);
  if (bound !== undefined) return void ctx.proven({ at, by: 'it is clamped or compared', where: bound });
  const sinks = uses.flatMap((use) => sizeUseOf(use, name, ctx) ?? []);
  const sink = sinks.find(({ isSure }) => isSure) ?? sinks[0];
  if (sink === undefined) return;
  ctx.report({
    at,
    message: `no upper bound: ${who} can pass any ${name === UNNAMED ? name : `\`${name}\``}, which sets ${sink.what}`,
    ...(who !== 'the client' && { remedy: 'Clamp the value with `min()` before you use it' }),
    cause: ctx.path,
    related: [{ at: sink.at, message: 'used here' }],
    doubt:
      uses.some(isCutByName) || (!sink.isSure && sink.isRecord === true)
        ? 'limit-elsewhere'
        : sink.isSure
          ? doubt
          : 'role-from-name',
    ...(sink.when !== undefined && { when: sink.when }),
  });
}

/** `page_size_query_param` without `max_page_size`. */
function checkPaginator(cls: ClassDef, ctx: SourceContext): void {
  const base = cls.bases
    .map((each) => ctx.names.qualifiedName(each) ?? '')
    .find((name) => name.startsWith('rest_framework.pagination.'));
  const [sizeName, bounds] = PAGINATORS.get(base?.slice(base.lastIndexOf('.') + 1) ?? '') ?? [];
  if (sizeName === undefined) return;
  const given = (name: string): Expression | undefined =>
    cls.body.flatMap((each) =>
      each.kind === 'Assign' && each.targets.some((target) => target.kind === 'Name' && target.id === name)
        ? [each.value]
        : [],
    )[0];
  const [requested, bound] = [given(sizeName), given(bounds ?? '')];
  if (requested === undefined || ctx.values.fold(requested)?.kind === 'none') return;
  const isBounded = bound !== undefined && ctx.values.fold(bound)?.kind !== 'none';
  if (isBounded) ctx.proven({ at: cls, by: 'the page size has a maximum', where: bound });
  else
    ctx.report({
      at: requested,
      message: `unbounded page size: the client chooses the page size of \`${cls.name}\`, and \`${bounds}\` is not set`,
      remedy: `Set \`${bounds}\` to the largest page that the server can build`,
    });
}
