import { type DockerInstruction, invocationOf, type ShellCommand, type ShellScript, type ShellWord } from '#artifacts';
import { defineProjectRule } from '#kit';
import { shippedStages, startOfStage } from '#kit/artifacts';
import { type RouteFacts, routeFacts, routesAt, servedRoutes } from '#kit/web';
import { WEB_SERVERS } from '#knowledge/server-programs';
import type { ArtifactPlace, ProjectModel } from '#project';
import { closureOf, codeOfService } from '#project/service-code';
import { modulesStartedBy } from '#project/started-modules';
import type { ModuleSummary } from '#semantics';
import type { Located, Span } from '#text';

const NEVER = 'answer that never matches';
const UNUSED = 'arguments that the shell ignores';

interface Check {
  /** Of the service, or of the stage where it has one. */
  readonly name: string;
  readonly script: ShellScript;
  /** No shell reads the words. */
  readonly isExec: boolean;
  readonly unused: readonly Located<string>[];
  /** What the container runs, as far as it can be followed. */
  readonly starts: readonly ShellCommand[];
  readonly modules: ReadonlySet<ModuleSummary>;
  placeOf(span: Span): ArtifactPlace;
}

export default defineProjectRule<RouteFacts>({
  docs: {
    summary: 'health check that cannot pass, or that tests less than it says',
    why: 'A container whose check always fails is unhealthy for ever: services that wait for it never start, an orchestrator replaces it, and nobody notices a real failure. Arguments that a shell ignores leave a check that passes too easily.',
    remedy:
      'Call a route that the application serves on its own port, and write the command as the form of the check needs it',
    harm: 'misleads',
    severity: { 'path that is not served, or command that is malformed': 'P1', [NEVER]: 'P2', [UNUSED]: 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'health checks that always fail' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY *.py ./\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD ["uvicorn", "orders:app", "--port", "8000"]\n# path: orders.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/v1/health")\ndef health():\n    return {"status": "ok"}\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY *.py ./\nHEALTHCHECK CMD curl -f http://localhost:8000/api/v1/health\nCMD ["uvicorn", "orders:app", "--port", "8000"]\n# path: orders.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/v1/health")\ndef health():\n    return {"status": "ok"}\n',
  },
  skips: ['test', 'vendored', 'notebook'],
  facts: (file) => [routeFacts(file) ?? []].flat(),
  check(project, ctx) {
    for (const check of [...checksOfImages(project), ...checksOfServices(project)]) {
      const problem = malformed(check) ?? unserved(check, ctx.facts, project);
      if (problem === undefined) continue;
      const { span, ...said } = problem;
      const at = check.placeOf(span);
      ctx.report({ at, key: `${at.path} ${check.name} ${said.kind ?? ''}`, cause: said.message, ...said });
    }
  },
});

interface Problem {
  readonly span: Span;
  readonly message: string;
  readonly kind?: string;
}

function checksOfImages(project: ProjectModel): readonly Check[] {
  return project.artifacts.of('dockerfile').flatMap((file) =>
    shippedStages(file, project).flatMap((stage): Check[] => {
      const check = stage.instructions.findLast((each) => each.kind === 'healthcheck');
      const start = startOfStage(file.model, stage);
      if (check?.kind !== 'healthcheck') return [];
      const placed = project.commands.filter(
        ({ kind, path, command }) => kind === 'dockerfile' && path === file.path && isIn(command, start),
      );
      const started = placed.flatMap((each) => modulesStartedBy(each, project)).map((module) => ({ module }));
      const modules = started.length === 0 ? new Set<ModuleSummary>() : closureOf(project, started);
      const starts = placed.map(({ command }) => command);
      const { script, form } = check;
      const name = stage.name?.value ?? '';
      return [{ name, script, isExec: form === 'exec', unused: [], starts, modules, placeOf: file.placeOf }];
    }),
  );
}

const isIn = ({ span }: ShellCommand, start: DockerInstruction | undefined): boolean =>
  start !== undefined && 'script' in start && start.script.commands.some((each) => each.span.start === span.start);

function checksOfServices(project: ProjectModel): readonly Check[] {
  return project.artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap((service): Check[] => {
      const { test, unused = [] } = service.healthcheck ?? {};
      if (test === undefined) return [];
      const code = codeOfService(project, { file, service });
      const isKnown = code !== undefined && code.started.length > 0;
      const modules = isKnown ? (code.mayRunMore ? new Set(project.modules) : code.modules) : new Set<ModuleSummary>();
      const starts = code?.commands ?? [];
      const { script, form } = test;
      const name = service.name.value;
      return [{ name, script, isExec: form === 'list', unused, starts, modules, placeOf: file.placeOf }];
    }),
  );
}

/** Operators of a shell where there is none; words behind the one that a shell runs. */
function malformed({ script: { commands }, isExec, unused }: Check): Problem | undefined {
  const words = commands[0]?.words ?? [];
  const program = words[0]?.text ?? '';
  const operator =
    isExec && !/(?:^|\/)(?:ba|a|da)?sh$/.test(program) ? words.find(({ text }) => OPERATOR.test(text)) : undefined;
  if (operator !== undefined) {
    const message = `broken health check: \`${operator.text}\` is an argument of \`${program}\`, because no shell runs the list`;
    return { span: operator.span, message };
  }
  const [first] = unused;
  if (first === undefined || !/[\w/]/.test(first.value)) return undefined;
  return {
    span: first.span,
    kind: UNUSED,
    message: `health check runs \`${program}\` alone: \`CMD-SHELL\` takes one string, and the shell ignores \`${first.value}\``,
  };
}

const OPERATOR = /^(?:\|\||&&|\||;)$/;

/** A request of the check that the application answers with 404, on another port, or otherwise than expected. */
function unserved(
  { script: { commands }, starts, modules }: Check,
  facts: readonly { readonly path: string; readonly fact: RouteFacts }[],
  project: ProjectModel,
): Problem | undefined {
  const probe = commands.flatMap((command) => probeIn(command) ?? [])[0];
  const own = new Set([...modules].map(({ path }) => path));
  const servers = starts.filter(isServer);
  if (probe === undefined || servers.length !== 1 || starts.some(isProxy)) return undefined;
  const port = portOf(servers[0]);
  if (port !== undefined && probe.port !== port)
    return {
      span: probe.word.span,
      message: `broken health check: it calls port ${probe.port}, and \`${wordOf(servers[0])}\` listens on ${port}`,
    };
  const served = servedRoutes(
    facts.filter(({ path }) => own.has(path)),
    project,
  );
  if (served === undefined || served.length === 0 || BY_ITSELF.test(probe.path)) return undefined;
  const routes = routesAt(probe.path, served).filter(({ methods }) => methods.length === 0 || methods.includes('GET'));
  if (routes.length > 0) return unlike(routes, commands);
  const near = served.find(({ segments }) => segments.length > 0 && segments.at(-1) === probe.path.split('/').at(-1));
  const other = near === undefined || near.segments.includes('**') ? '' : `; it serves \`/${near.segments.join('/')}\``;
  return {
    span: probe.word.span,
    message: `broken health check: it calls \`${probe.path}\`, which the application does not serve${other}`,
  };
}

interface Probe {
  readonly word: ShellWord;
  readonly port: string;
  readonly path: string;
}

/** A request that fails where the answer is 404. */
function probeIn(command: ShellCommand): Probe | undefined {
  const { program = '', args = [] } = invocationOf(command) ?? {};
  const isStrict =
    program === 'curl'
      ? args.some(({ text }) => /^(?:-[a-zA-Z]*f[a-zA-Z]*|--fail\S*)$/.test(text))
      : program === 'wget' || (/^python[\d.]*$/.test(program) && args.some(({ text }) => text.includes('urlopen(')));
  if (!isStrict || command.failureHiddenBy?.kind === 'or-true') return undefined;
  for (const word of args) {
    const [, port = '80', path = '/'] = LOCAL.exec(word.text) ?? [];
    if (LOCAL.test(word.text)) return { word, port, path };
  }
  return undefined;
}

const LOCAL =
  /^(?:(?!http)[\s\S]{0,300}['"])?http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[\w./-]*)?(?=$|[?'"])/;
/** What frameworks, and what is put before them, serve by themselves. */
const BY_ITSELF = /^\/(?:docs|redoc|openapi\.json|metrics|static)(?:\/|$)/;

const isServer = (command: ShellCommand): boolean => {
  const words = command.words.slice(0, 4).map(({ text }) => text.replace(/^.*\//, ''));
  return words.some((text) => WEB_SERVERS.has(text) || text === 'fastapi');
};
const isProxy = ({ words }: ShellCommand): boolean =>
  /(?:^|\/)(?:nginx|caddy|supervisord|haproxy|traefik)$/.test(words[0]?.text ?? '');
const wordOf = (command: ShellCommand | undefined): string =>
  command?.words.find(({ text }) => WEB_SERVERS.has(text))?.text ?? command?.words[0]?.text ?? '';

/** The port that the command of a server names. */
function portOf(command: ShellCommand | undefined): string | undefined {
  const words = command?.words.map(({ text }) => text) ?? [];
  const bound = words.flatMap((text, at) => {
    const given = /^(?:-b|--bind|--port|-p)$/.test(text) ? words[at + 1] : /^(?:--bind|--port)=(.+)$/.exec(text)?.[1];
    return given === undefined ? [] : (/(?:^|:)([\d]+)$/.exec(given)?.[1] ?? '');
  });
  return bound.length === 1 && bound[0] !== '' ? bound[0] : undefined;
}

/** A `grep` for a text that the constant answer of the route does not hold. */
function unlike(routes: ReturnType<typeof routesAt>, commands: readonly ShellCommand[]): Problem | undefined {
  const search = commands.find(({ words }) => words[0]?.text === 'grep');
  const [answer, ...more] = new Set(routes.map((route) => route.answer));
  const args = search?.words.slice(1) ?? [];
  const options = args.filter(({ text }) => text.startsWith('-'));
  const [pattern, ...files] = args.filter(({ text }) => !text.startsWith('-'));
  if (answer === undefined || more.length > 0 || pattern === undefined || files.length > 0) return undefined;
  if (/[\\[\]*+?^$|(){}]/.test(pattern.text) || options.some(({ text }) => !/^-[qFEsow]+$/.test(text)))
    return undefined;
  if (answer.includes(pattern.text) || !answer.includes('"')) return undefined;
  return {
    span: pattern.span,
    kind: NEVER,
    message: `broken health check: \`grep\` looks for \`${pattern.text}\`, and the route answers \`${answer}\``,
  };
}
