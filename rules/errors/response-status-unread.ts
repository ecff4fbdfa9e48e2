import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { type Attribute, type Call, type Expression, keptLocal, type Name, nodesOf, withoutAwait } from '#kit/code';

/** Clients whose answers tell of a failure by their status alone. */
const TELLING: ReadonlySet<string> = new Set(['requests', 'httpx', 'aiohttp']);
const ASKED = /^(?:raise_for_status|status|status_code|ok|reason|is_success|is_error|is_client_error|is_server_error)$/;
const TAKEN: ReadonlySet<string> = new Set('json text content read iter_content iter_lines'.split(' '));
/** `hooks`, `event_hooks` and `raise_for_status=True` have the client look at every answer. */
const BY_CLIENT = /^(?:hooks|event_hooks|raise_for_status)$/;

export default defineSourceRule({
  docs: {
    summary: 'answer of a server that is used without a look at its status',
    why: 'An error page, a refusal or an exhausted quota goes on as if it were the data, and fails, or is stored and shown, somewhere else.',
    remedy: 'Call `raise_for_status()` before the answer is read, or ask for its status.',
    harm: 'lies',
    ceiling: 'P3',
    precision: 'medium',
    profile: 'strict',
    since: '0.1.0',
    cwe: [252],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'python-slack-bot N32, N33, N46: an answer whose status nobody checks',
      },
    ],
    bad: 'import requests\n\ndef rate(currency):\n    answer = requests.get(f"https://rates.example.com/{currency}", timeout=5)\n    return answer.json()["rate"]\n',
    good: 'import requests\n\ndef rate(currency):\n    answer = requests.get(f"https://rates.example.com/{currency}", timeout=5)\n    answer.raise_for_status()\n    return answer.json()["rate"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...TELLING],
  visit: {
    Call(call, ctx) {
      const request = outgoingRequestOf(call, ctx);
      if (request === undefined || !TELLING.has(request.library) || ctx.context.isTestCode(call)) return;
      const given: Expression = call.parent?.kind === 'Await' ? call.parent : call;
      const taken = firstTaken(given, ctx);
      if (taken === undefined) return;
      const asking = askingOf(call, ctx);
      if (asking !== undefined) return ctx.proven({ at: call, by: 'its client looks at every answer', where: asking });
      ctx.report({
        at: taken,
        message: `\`.${taken.attr}\` is taken of what \`${request.name}\` answers, whatever its status is`,
        related: [{ at: call.func, message: 'the request' }],
        // Whoever reads one answer so reads others so.
        cause: ctx.path,
        ...heldBackBy(guessAgainst(taken, ctx)),
      });
    },
  },
});

/** The first part that is read of an answer nobody asks for its status; undefined where somebody asks, or has it, to ask. */
function firstTaken(given: Expression, ctx: SourceContext): Attribute | undefined {
  const own = attributeOf(given);
  if (own !== undefined) return TAKEN.has(own.attr) ? own : undefined;
  const local = keptLocal(given) ?? entered(given);
  const definition =
    local === undefined ? undefined : ctx.names.resolve(local)?.definitions.find(({ node }) => node === local);
  if (definition === undefined) return undefined;
  const parts = ctx.flow.usesOf(definition).map(attributeOf);
  if (parts.some((part) => part === undefined || ASKED.test(part.attr))) return undefined;
  return parts.find((part) => part !== undefined && TAKEN.has(part.attr));
}

const attributeOf = ({ parent }: Expression): Attribute | undefined =>
  parent?.kind === 'Attribute' && parent.ctx === 'Load' ? parent : undefined;

/** `with session.get(…) as answer`. */
function entered({ parent }: Expression): Name | undefined {
  return parent?.kind === 'withitem' && parent.optional_vars?.kind === 'Name' ? parent.optional_vars : undefined;
}

/** What makes the client of a call, where that has it look at every answer. */
function askingOf({ func }: Call, { flow }: SourceContext): Call | undefined {
  const made = func.kind === 'Attribute' ? flow.origins(func.value) : [];
  return made.find(
    (each): each is Call => each.kind === 'Call' && each.keywords.some(({ arg }) => BY_CLIENT.test(arg ?? '')),
  );
}

function guessAgainst(taken: Attribute, { context, handlers, names, module }: SourceContext): string | undefined {
  const isAskedByClient =
    nodesOf(module, 'keyword').some(({ arg }) => BY_CLIENT.test(arg ?? '')) ||
    nodesOf(module, 'Attribute').some(({ attr }) => BY_CLIENT.test(attr) && attr !== 'raise_for_status');
  if (isAskedByClient) return 'a client of this file looks at every answer';
  const call: Expression = taken.parent?.kind === 'Call' ? (taken.parent as Call) : taken;
  const value = call.parent?.kind === 'Await' ? call.parent : call;
  const local = keptLocal(value);
  const uses = local === undefined ? [] : (names.resolve(local)?.references ?? []);
  if (uses.some(isAsked) || value.parent?.kind === 'Compare') return 'what it answers is asked instead';
  const takes = context
    .triesAround(taken)
    .flatMap((each) => each.handlers)
    .some((each) => handlers.describe(each).takes('builtins.KeyError'));
  return takes ? 'a handler around it may take what a wrong answer leads to' : undefined;
}

/** `if "error" in data`, `if data.get("ok")`. */
function isAsked(use: Name): boolean {
  let at = withoutAwait(use) as Expression;
  while (at.parent?.kind === 'Attribute' || at.parent?.kind === 'Call' || at.parent?.kind === 'Subscript')
    at = at.parent;
  const kind = at.parent?.kind;
  return (
    kind === 'If' ||
    kind === 'Compare' ||
    kind === 'BoolOp' ||
    kind === 'UnaryOp' ||
    kind === 'IfExp' ||
    kind === 'Assert'
  );
}
