import { lineOfStage, type ShellCommand } from '#artifacts';
import { defineProjectRule } from '#kit';
import { WORKER_PROGRAMS } from '#knowledge/server-programs';
import { mayOpenPort } from '#knowledge/web-applications';
import type { BuiltImage, ComposeLayer, ServiceCode } from '#project';
import { firstOf, layersOf } from '#project/compose-layers';
import { codeOfService } from '#project/service-code';
import type { ModuleSummary } from '#semantics';
import type { Span } from '#text';
import { ownAddressIn, programIn, serverIn } from './_shared/server-commands.ts';

export default defineProjectRule({
  docs: {
    summary: 'inherited health check for a port that the service does not open',
    why: 'The inherited check probes a port that this command does not open, so the container is always reported as unhealthy. Services that wait for it never start, and a working container may be restarted again and again.',
    remedy:
      'Give the service its own `healthcheck` (`celery inspect ping`, a heartbeat file), or `healthcheck: {disable: true}`',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    measured: { read: 4, right: 4, on: 'fastapi-hft-engine; silent on the other repositories' },
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD ["uvicorn", "orders:app"]\n# path: compose.yml\nservices:\n  worker:\n    build: .\n    command: celery -A orders worker\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD ["uvicorn", "orders:app"]\n# path: compose.yml\nservices:\n  worker:\n    build: .\n    command: celery -A orders worker\n    healthcheck:\n      test: celery -A orders inspect ping\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      for (const service of file.model.services) {
        const own = service.entrypoint ?? service.command;
        const layers = layersOf(project.artifacts, { file, service });
        if (own === undefined || firstOf(layers, ({ healthcheck }) => healthcheck) !== undefined) continue;
        const code = codeOfService(project, { file, service });
        const check = code && healthCheckOf(code.image);
        if (code === undefined || check === undefined) continue;
        const instead = runsInstead(ownCommands({ file, service }), code, check.port);
        if (instead === undefined) continue;
        const { dockerfile } = code.image;
        ctx.report({
          at: file.placeOf(own.span),
          key: `${file.path} ${service.name.value}`,
          cause: dockerfile.path,
          ...((service.profiles.length > 0 || service.restart?.value === 'no') && {
            doubt: 'short-lived-work',
          }),
          message: `wrong health check: \`${service.name.value}\` ${instead}, but the image's health check probes port ${check.port}`,
          related: [{ ...dockerfile.placeOf(check.span), message: 'the inherited health check' }],
        });
      }
    }
  },
});

interface HealthCheck {
  readonly port: string;
  readonly span: Span;
}

/** The check of the image that asks a port of its own container by HTTP. */
function healthCheckOf({ dockerfile, stage }: BuiltImage): HealthCheck | undefined {
  for (const { instructions } of lineOfStage(dockerfile.model, stage)) {
    const last = instructions.findLast(({ kind }) => kind === 'healthcheck' || kind === 'no-healthcheck');
    if (last === undefined) continue;
    if (last.kind !== 'healthcheck') return undefined;
    const words = last.script.commands.flatMap((command) => command.words);
    const [address] = words.flatMap(({ text }) => ownAddressIn(text) ?? []);
    return address === undefined ? undefined : { port: address.port, span: last.span };
  }
  return undefined;
}

function ownCommands({ service }: ComposeLayer): readonly ShellCommand[] {
  return [service.entrypoint, service.command].flatMap((each) => each?.script.commands ?? []);
}

/** What it runs in place of the server; undefined where one of the commands may open the port. */
function runsInstead(commands: readonly ShellCommand[], code: ServiceCode, port: string): string | undefined {
  const found = commands.map((command) => roleOf(command, code, port));
  if (found.includes('server')) return undefined;
  const roles = found.filter((role) => role !== 'before');
  const [first] = roles;
  return roles.length === 1 && first !== 'unknown' ? first : undefined;
}

/** `before`: it ends before the container does its work. Otherwise what a worker or another server does. */
function roleOf(command: ShellCommand, code: ServiceCode, port: string): string {
  const started = programIn(command);
  if (started === undefined) return 'unknown';
  const { program, args, words } = started;
  if (BEFORE.has(program) || (words.includes('manage.py') && /migrate|collectstatic/.test(args.join(' '))))
    return 'before';
  const server = serverIn(command);
  if (server !== undefined) {
    const [other, ...more] = server.ports ?? [];
    return other === undefined || [other, ...more].includes(port) ? 'server' : `serves port ${other}`;
  }
  const isWorker = WORKER_PROGRAMS.get(program);
  if (isWorker !== undefined)
    return args.some((arg) => isWorker.test(arg)) ? `runs \`${shortened(words)}\`` : 'unknown';
  const isKnown = code.started.some(({ span }) => span.start >= command.span.start && span.end <= command.span.end);
  if (!isKnown) return 'unknown';
  return [...code.modules].some(mayServe) ? 'server' : `runs \`${shortened(words)}\``;
}

const shortened = (words: readonly string[]): string =>
  (words.length > 5 ? [...words.slice(0, 5), '…'] : words).join(' ');

const BEFORE = new Set([
  'cd',
  'echo',
  'sleep',
  'alembic',
  'export',
  'set',
  'wait-for-it',
  'wait-for-it.sh',
  'pip',
  'mkdir',
  'chown',
]);

const mayServe = ({ serves, imports }: ModuleSummary): boolean =>
  serves || imports.some(({ module }) => mayOpenPort(module));
