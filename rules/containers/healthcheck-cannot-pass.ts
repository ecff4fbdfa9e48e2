import { invocationOf, type ShellCommand, type ShellScript, type ShellWord } from '#artifacts';
import { defineProjectRule } from '#kit';
import { contextsMeant, instructionsOf, shippedStages } from '#kit/artifacts';
import { SERVER_PORTS } from '#knowledge/server-programs';
import { SERVED_BY_ITSELF } from '#knowledge/web-applications';
import type { ArtifactPlace, ComposeLayer, ProjectModel, ServiceCode } from '#project';
import { layersOf } from '#project/compose-layers';
import { routesAt, servedRoutes } from '#project/served-routes';
import { codeOfImage, codeOfService } from '#project/service-code';
import type { Located, Span } from '#text';
import { type OwnAddress, ownAddressIn, type StartedServer, serverIn } from './_shared/server-commands.ts';

const NEVER = 'answer that never matches';
const UNUSED = 'arguments that the shell ignores';

interface Check {
  /** Of the service, or of the stage where it has one. */
  readonly name: string;
  readonly script: ShellScript;
  /** No shell reads the words. */
  readonly isExec: boolean;
  readonly ignored: readonly Located<string>[];
  /** Undefined where the image comes from elsewhere. */
  readonly code: ServiceCode | undefined;
  readonly layers: readonly ComposeLayer[];
  placeOf(span: Span): ArtifactPlace;
}

export default defineProjectRule({
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
  check(project, ctx) {
    for (const check of [...checksOfImages(project), ...checksOfServices(project)]) {
      const problem = malformed(check) ?? unserved(check, project);
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
  return project.artifacts.of('dockerfile').flatMap((dockerfile) =>
    shippedStages(dockerfile, project).flatMap((stage): Check[] => {
      const check = stage.instructions.findLast((each) => each.kind === 'healthcheck');
      if (check?.kind !== 'healthcheck') return [];
      const context = contextsMeant(dockerfile, project)?.[0]?.folder ?? dockerfile.folder;
      const code = codeOfImage(project, { dockerfile, stage, context });
      const { script, form } = check;
      const { placeOf } = dockerfile;
      return [
        { name: stage.name?.value ?? '', script, isExec: form === 'exec', ignored: [], code, layers: [], placeOf },
      ];
    }),
  );
}

function checksOfServices(project: ProjectModel): readonly Check[] {
  return project.artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap((service): Check[] => {
      const { test, ignoredArguments: ignored = [] } = service.healthcheck ?? {};
      if (test === undefined) return [];
      const { script, form } = test;
      const { placeOf } = file;
      const code = codeOfService(project, { file, service });
      const layers = layersOf(project.artifacts, { file, service });
      return [{ name: service.name.value, script, isExec: form === 'list', ignored, code, layers, placeOf }];
    }),
  );
}

/** Operators of a shell where there is none; words behind the one that a shell runs. */
function malformed({ script: { commands }, isExec, ignored }: Check): Problem | undefined {
  const words = commands[0]?.words ?? [];
  const program = words[0]?.text ?? '';
  const operator =
    isExec && !/(?:^|\/)(?:ba|a|da)?sh$/.test(program) ? words.find(({ text }) => OPERATOR.test(text)) : undefined;
  if (operator !== undefined) {
    const message = `broken health check: \`${operator.text}\` is an argument of \`${program}\`, because no shell runs the list`;
    return { span: operator.span, message };
  }
  const [first] = ignored;
  const after = ignored.map(({ value }) => value).join(' ');
  // Without `|| exit 1` the check fails all the same.
  if (first === undefined || /^(?:\|\|\s*(?:exit \d+|false)?)?$/.test(after)) return undefined;
  const run = words.map(({ text }) => text).join(' ');
  return {
    span: first.span,
    kind: UNUSED,
    message: `health check runs \`${run}\` alone: \`CMD-SHELL\` takes one string, and the shell ignores \`${after}\``,
  };
}

const OPERATOR = /^(?:\|\||&&|\||;)$/;

/** A request of the check that the application answers with 404, on another port, or otherwise than expected. */
function unserved(check: Check, project: ProjectModel): Problem | undefined {
  const { commands } = check.script;
  const probe = commands.flatMap((command) => probeIn(command) ?? [])[0];
  if (probe === undefined || check.code === undefined) return undefined;
  const { commands: starts, started } = check.code;
  // An entrypoint and the command that it is given are read together, and the command alone.
  const servers = [
    ...new Map(starts.flatMap((each) => serverIn(each) ?? []).map((each) => [each.word, each])).values(),
  ];
  const [server, ...others] = servers;
  if (starts.some(isProxy)) return undefined;
  const port = server && others.length === 0 ? portOf(server, check, project) : undefined;
  if (port !== undefined && probe.port !== port)
    return {
      span: probe.word.span,
      message: `broken health check: it calls port ${probe.port}, and \`${server?.program}\` listens on ${port}`,
    };
  if (!started.some(({ module }) => server !== undefined || module.serves)) return undefined;
  const { modules, mayRunMore } = check.code;
  const served = servedRoutes(mayRunMore ? project.modules : modules, project);
  if (served === undefined || served.length === 0 || SERVED_BY_ITSELF.test(probe.path)) return undefined;
  const routes = routesAt(probe.path, served).filter(({ methods }) => methods.length === 0 || methods.includes('GET'));
  if (routes.length > 0) return unlike(routes, commands);
  const near = served.find(({ segments }) => segments.length > 0 && segments.at(-1) === probe.path.split('/').at(-1));
  const other = near === undefined || near.segments.includes('**') ? '' : `; it serves \`/${near.segments.join('/')}\``;
  return {
    span: probe.word.span,
    message: `broken health check: it calls \`${probe.path}\`, which the application does not serve${other}`,
  };
}

/** A request that fails where the answer is 404. */
function probeIn(command: ShellCommand): (OwnAddress & { readonly word: ShellWord }) | undefined {
  const { program = '', args = [] } = invocationOf(command) ?? {};
  const isStrict =
    program === 'curl'
      ? args.some(({ text }) => /^(?:-[a-zA-Z]*f[a-zA-Z]*|--fail\S*)$/.test(text))
      : program === 'wget' || (program === 'python' && args.some(({ text }) => text.includes('urlopen(')));
  if (!isStrict || command.failureHiddenBy?.kind === 'or-true') return undefined;
  return args.flatMap((word) => {
    const address = ownAddressIn(word.text);
    return address === undefined ? [] : { ...address, word };
  })[0];
}

const isProxy = (command: ShellCommand): boolean =>
  /^(?:nginx|caddy|supervisord|haproxy|traefik)$/.test(invocationOf(command)?.program ?? '');

/** The one that an option names, or that of the program where nothing names another. */
function portOf(
  { program, args, ports }: StartedServer,
  { code, layers }: Check,
  { tree }: ProjectModel,
): string | undefined {
  if (ports === undefined || ports.length > 0) return ports?.length === 1 ? ports[0] : undefined;
  const image = code === undefined ? [] : instructionsOf(code.image.dockerfile.model, code.image.stage);
  const variables = [
    ...image.flatMap((each) => (each.kind === 'env' ? each.variables.map(({ name }) => name) : [])),
    ...layers.flatMap(({ service }) => service.environment.map(({ name }) => name.value)),
  ];
  const isConfigured =
    args.some((arg) => CONFIGURING.test(arg)) ||
    layers.some(({ service }) => service.envFiles.length > 0) ||
    variables.some((name) => /PORT$|BIND$|ARGS$|OPT(?:ION)?S$/.test(name)) ||
    (program === 'gunicorn' && tree.filesNamed('gunicorn.conf.py').length > 0);
  return isConfigured ? undefined : SERVER_PORTS.get(program);
}

/** A file, a socket, or words that only a shell knows. */
const CONFIGURING = /^(?:-c|--config|--uds|--fd|-u|--unix-socket|-e|--endpoint)(?:=|$)|[$`]/;

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
