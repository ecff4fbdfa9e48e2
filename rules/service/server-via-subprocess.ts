import { type Attribute, type Call, type Expression, isLastAct } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { WEB_SERVERS, WORKER_PROGRAMS } from '#knowledge/server-programs';
import { callsWithin } from '#semantics/effects/calls-within';
import { commandWords } from '#semantics/values/command-words';

const SERVERS: ReadonlySet<string> = new Set([...WEB_SERVERS, 'uwsgi', ...WORKER_PROGRAMS.keys()]);
/** As modules: `python -m gunicorn`. */
const SERVER_MODULES: ReadonlySet<string> = new Set([...SERVERS, 'waitress']);
const WAITING: ReadonlySet<string> = new Set([
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'os.system',
]);
/** Words that ask a server program for something else than to serve. */
const SHORT_TASK = /^(--version|--help|--check-config|inspect|status|control|purge|multi|shell|info|result|--reload)$/;
const RUNNERS: ReadonlySet<string> = new Set(['exec', 'poetry', 'pipenv', 'uv', 'run', 'env']);
const SIGNALS = /^(signal|send_signal|terminate|kill|killpg|add_signal_handler)$/;
const WORDS_LOOKED_AT = 6;

export default defineSourceRule({
  docs: {
    summary: 'lost signals: server started as a subprocess',
    why: 'When the container stops, the signal reaches the waiting parent process instead of the server. Requests in flight are cut off, or the server outlives its parent.',
    remedy:
      'Replace the process with `os.execvp(command[0], command)`, or start the server directly from the container or unit file',
    harm: 'loses',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P3-5' }],
    measured: { read: 1, right: 1, on: 'TenSafe; silent on seventeen services' },
    bad: 'import subprocess\n\ndef serve():\n    subprocess.run(["gunicorn", "shop.main:app", "--workers", "4"], check=True)\n',
    good: 'import os\n\ndef serve():\n    os.execvp("gunicorn", ["gunicorn", "shop.main:app", "--workers", "4"])\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['run', 'call', 'check_call', 'Popen', 'system'],
  visit: {
    Call(call, ctx) {
      const starter = ctx.names.qualifiedName(call.func);
      if (starter === undefined || (!WAITING.has(starter) && starter !== 'subprocess.Popen')) return;
      const command = ctx.values.givenArgument(call, 'args', 0);
      const server = command === undefined ? undefined : serverIn(command, ctx);
      if (server === undefined) return;
      if (starter === 'subprocess.Popen' ? !isOnlyWaitedFor(call, ctx) : !isLastAct(call)) return;
      if (handlesSignals(call, ctx)) return;
      ctx.report({
        at: call,
        message: `lost signals: \`${starter}\` starts \`${server}\` and this process only waits for it`,
      });
    },
  },
});

/** The server program that a command line names; undefined for anything else, and where it is asked for a word only. */
function serverIn(command: Expression, ctx: SourceContext): string | undefined {
  const words = commandWords(command, ctx);
  if (words.some((word) => word !== undefined && SHORT_TASK.test(word))) return undefined;
  for (const [index, word] of words.slice(0, WORDS_LOOKED_AT).entries()) {
    if (word === undefined) continue;
    const program = word.slice(word.lastIndexOf('/') + 1);
    if (word === '-m') {
      const next = words[index + 1];
      return next !== undefined && SERVER_MODULES.has(next) ? next : undefined;
    }
    if (SERVERS.has(program)) return program;
    // What is before it is a way to run it: an interpreter, `exec`, `poetry run`.
    if (!RUNNERS.has(program) && !/^python[\d.]*$/.test(program) && !/^[A-Z_]+=/.test(word)) return undefined;
  }
  return undefined;
}

/** `Popen(…).wait()`, or a name that the function does nothing with but wait. */
function isOnlyWaitedFor(call: Call, ctx: SourceContext): boolean {
  const { parent } = call;
  if (parent?.kind === 'Attribute') return isLastWait(parent);
  if (parent?.kind !== 'Assign') return false;
  const uses = ctx.flow.destinations(call).filter(({ kind }) => kind !== 'discard');
  return (
    uses.length > 0 &&
    uses.every(({ kind, carrier: { parent: member } }) => {
      return kind === 'receiver' && member?.kind === 'Attribute' && isLastWait(member);
    })
  );
}

function isLastWait({ attr, parent: call }: Attribute): boolean {
  return (attr === 'wait' || attr === 'communicate') && call?.kind === 'Call' && isLastAct(call);
}

/** The function, or the file, hands signals on. */
function handlesSignals(call: Call, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  return callsWithin(fn === undefined ? ctx.module.body : [fn]).some(
    ({ func }) => func.kind === 'Attribute' && SIGNALS.test(func.attr),
  );
}
