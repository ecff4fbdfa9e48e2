import { type Call, nodesOf } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { whereItHolds } from '#kit/settings';
import { isForLoopback } from '#kit/web';
import { counted } from '#text/wording';
import { adapterOf } from './mounted-adapter.ts';
import { isOpen, isPrivate, unlimitedName } from './unlimited-call.ts';

export default defineSourceRule({
  docs: {
    summary: 'missing timeout: request to another server',
    why: 'A server that accepts the connection but never answers blocks the caller forever. `requests` and `urllib` have no default timeout.',
    remedy:
      'Pass `timeout=` to the request (`urlretrieve` takes none: use `urlopen`), or share one client that has a timeout',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-011' }],
    bad: 'import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/rate")\ndef rate():\n    return requests.get("https://rates.example.com/eur").json()\n',
    good: 'import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/rate")\ndef rate():\n    return requests.get("https://rates.example.com/eur", timeout=5).json()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [
    'requests',
    'httpx',
    'aiohttp',
    ...['urlopen', 'urlretrieve', 'create_connection', 'HTTPConnection', 'HTTPSConnection'],
    ...['exec_command', 'socket', 'SMTP', 'SMTP_SSL', 'FTP', 'FTP_TLS', 'IMAP4', 'IMAP4_SSL', 'POP3', 'POP3_SSL'],
  ],
  visit: {
    Call: reportGiven,
    Module(module, ctx) {
      const found = nodesOf(module, 'Call').flatMap((call) => {
        const name = unlimitedName(call, ctx);
        return name === undefined ? [] : [{ call, name, doubt: doubtOf(call, name, ctx) }];
      });
      // What may have a limit comes behind what has none.
      const [first, ...others] = found.toSorted(
        (a, b) => Number(a.doubt !== undefined) - Number(b.doubt !== undefined),
      );
      if (first === undefined) return;
      const more = others.length === 0 ? '' : ` (${counted(others.length, 'more call')} here)`;
      ctx.report({
        at: first.call.func,
        message: `\`${first.name}\` has no timeout${more}`,
        remedy: first.name.endsWith('urlretrieve')
          ? 'Use `urllib.request.urlopen` with `timeout=`, because `urlretrieve` takes none'
          : `Pass \`timeout=\` to ${others.length > 0 ? 'each call, or share one client that has a timeout' : `\`${first.name}\``}`,
        // The files of a project that forget it are mended in one go, mostly by one client that all of them use.
        cause: 'requests without a time limit',
        related: others.slice(0, 20).map(({ call }) => ({ at: call.func, message: 'this call has no timeout either' })),
        doubt: first.doubt,
      });
    },
  },
});

/** The caller, or what the session sends by, may set the limit. */
function doubtOf(call: Call, name: string, ctx: SourceContext): DoubtId | undefined {
  const mayBeGiven = isOpen(call, ctx) && !isPrivate(call, ctx);
  return mayBeGiven || adapterOf(call, name, ctx) !== undefined ? 'timeout-elsewhere' : undefined;
}

/** `timeout=settings.TIMEOUT`, and that is `None`. */
function reportGiven(call: Call, ctx: SourceContext): void {
  const timeout = ctx.values.givenArgument(call, 'timeout', undefined);
  const request = timeout === undefined ? undefined : outgoingRequestOf(call, ctx);
  if (timeout === undefined || request === undefined || !LIMITED.has(request.library)) return;
  const elsewhere = whereItHolds(timeout, [null], ctx);
  if (elsewhere === undefined || isForLoopback(request.url, ctx)) return;
  ctx.report({
    at: call.func,
    message: `\`${request.name}\` has no timeout: the argument \`${ctx.text.slice(timeout)}\` is \`None\``,
    remedy: `Set \`${ctx.text.slice(timeout)}\` to a number of seconds`,
    ...elsewhere,
  });
}

/** Their calls take a limit, and none where that is `None`. */
const LIMITED: ReadonlySet<string> = new Set(['requests', 'httpx', 'urllib']);
