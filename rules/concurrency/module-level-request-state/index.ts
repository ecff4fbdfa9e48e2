import { defineSourceRule, NOT_PRODUCTION, providedThat, reachedFrom, type SourceContext } from '#kit';
import { type RequestState, requestStatesOfClass, requestStatesOfModule } from '../_shared/request-state.ts';
import { type VisitorState, visitorStates } from './visitor-state.ts';

export default defineSourceRule({
  docs: {
    summary: 'request state kept in a module-level variable',
    why: 'The state is lost on restart and invisible to other workers and replicas. Clients see records appear and disappear.',
    remedy: 'Keep it in a database or another store that all workers share, and inject that store into the route',
    harm: 'loses',
    severity: {
      'records that clients fetch by id': 'P0',
      'other state': 'P2',
      'overwritten by each request': 'P1',
      'shared by all visitors': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'STATE-01' }],
    measured: {
      read: 20,
      right: 18,
      on: 'TenSafe, litellm, SkyPilot, Xinference, FastChat, langflow (in the strict profile 2 of 7), fschat, langflow_base, agno, lmdeploy',
    },
    bad: 'from fastapi import APIRouter\n\nrouter = APIRouter()\norders = {}\n\n@router.post("/orders/{order_id}")\nasync def create(order_id: str, body: dict):\n    orders[order_id] = body\n',
    good: 'from fastapi import APIRouter\n\nrouter = APIRouter()\nLIMITS = {"free": 10}\n\n@router.get("/limits/{plan}")\nasync def limit(plan: str):\n    return LIMITS[plan]\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(_module, ctx) {
      for (const state of requestStatesOfModule(ctx)) report(state, ctx);
      for (const state of visitorStates(ctx)) reportVisitors(state, ctx);
    },
    ClassDef(classDef, ctx) {
      for (const state of requestStatesOfClass(classDef, ctx)) report(state, ctx);
    },
  },
});

function report(state: RequestState, ctx: SourceContext): void {
  const { name, at, write, isWrittenByRoute, writers, doubt, isReplaced, isFetched, isCache } = state;
  ctx.report({
    at,
    message: isReplaced
      ? `race condition: \`${name}\` is shared by all requests, and each overwrites the value of the one before`
      : `\`${name}\` keeps request data in the memory of one process`,
    ...(isReplaced && { remedy: 'Keep the value in the request (`request.state`, `flask.g`) or in a `ContextVar`' }),
    related: [{ at: write.node, message: `\`${write.fn.name}\` writes to it` }],
    kind: isReplaced
      ? 'overwritten by each request'
      : isFetched && !isCache
        ? 'records that clients fetch by id'
        : 'other state',
    doubt,
    ...(!isWrittenByRoute && { when: providedThat(reachedFrom(['route'], ...writers), 'drop') }),
  });
}

/** A page is built once: what a handler binds beyond its own call is there for anyone who comes next. */
function reportVisitors({ name, write, writer, read }: VisitorState, ctx: SourceContext): void {
  ctx.report({
    at: write,
    message: `data leak between users: \`${writer.name}\` assigns the module-level \`${name}\`, which all visitors of the page share`,
    remedy: 'Keep it in the session state (`gr.State`, `cl.user_session`) and pass it to the handlers',
    harm: 'misleads',
    kind: 'shared by all visitors',
    related: [{ at: read, message: 'the next visitor reads it here' }],
  });
}
