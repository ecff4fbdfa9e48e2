import { type DockerInstruction, type DockerStage, invocationOf, type ShellCommand, type ShellWord } from '#artifacts';
import { type DoubtId, defineProjectRule } from '#kit';
import { instructionsOf, shippedStages } from '#kit/artifacts';
import { runsServer } from '#knowledge/web-applications';
import type { ArtifactFile, ProjectModel } from '#project';
import { isCalledDeployed } from '#project/reach/compose-purpose';
import { modulesStartedBy } from '#project/started-modules';

interface Found {
  readonly word: ShellWord;
  readonly what: string;
  readonly remedy: string;
  /** It serves as others do, and only watches its files besides. */
  readonly isReloading?: true;
  readonly doubt?: DoubtId;
}

const SERVE = 'Start a production server: `gunicorn`, `uvicorn` or `daphne` with several workers';

export default defineProjectRule({
  docs: {
    summary: 'development server in a production image',
    why: 'A development server is a single process that watches its own files and restarts itself. It is not hardened against attacks or built for load, and its own documentation advises against using it in production.',
    remedy: SERVE,
    harm: 'hangs',
    severity: {
      'development server': 'P1',
      'auto-reloading server': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [489],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'development server as start command of the image' },
    ],
    bad: '# path: Dockerfile\nFROM python:3.13-slim\nCOPY . /app\nCMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
    good: '# path: Dockerfile\nFROM python:3.13-slim\nCOPY . /app\nCMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4"]\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('dockerfile')) {
      for (const stage of shippedStages(file, project)) {
        const start = startOf(file, stage);
        const commands = start && 'script' in start ? start.script.commands : [];
        const found = commands.map(developmentServer).find(Boolean) ?? programServing(commands, file.path, project);
        if (found === undefined) continue;
        const at = file.placeOf(found.word.span);
        if (isStartedOtherwise(file.path, project)) {
          ctx.proven({ at, by: 'the services that run the image start something else' });
          continue;
        }
        ctx.report({
          at,
          message: `development server: the container starts ${found.what}`,
          remedy: found.remedy,
          key: `${file.path} ${stage.name?.value ?? ''}`,
          // How one service is started the others were copied from.
          cause: found.remedy,
          ...(found.isReloading && { kind: 'auto-reloading server' }),
          doubt: isBesideDeployed(file, project) ? 'overridden-at-deployment' : found.doubt,
        });
      }
    }
  },
});

/** What is run when nobody says otherwise: what CMD says, be it the arguments of a script that starts it. */
const startOf = ({ model }: ArtifactFile<'dockerfile'>, stage: DockerStage): DockerInstruction | undefined =>
  instructionsOf(model, stage).findLast(({ kind }) => kind === 'cmd') ??
  instructionsOf(model, stage).findLast(({ kind }) => kind === 'entrypoint');

function developmentServer(command: ShellCommand): Found | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const words = [invocation.word, ...invocation.args];
  const texts = words.map(({ text }) => text);
  const after = (name: RegExp): string | undefined => texts[texts.findIndex((text) => name.test(text)) + 1];
  const has = (name: RegExp): boolean => texts.some((text) => name.test(text));
  if (has(/(?:^|\/)(?:manage\.py|django-admin)$/) && after(/(?:^|\/)(?:manage\.py|django-admin)$/) === 'runserver')
    return { word: invocation.word, what: "Django's `runserver`", remedy: SERVE };
  if (has(/^(?:flask|quart)$/) && texts.includes('run') && !has(/^(?:-c|-m=.*)$/))
    return {
      word: invocation.word,
      what: `the development server that comes with ${has(/^flask$/) ? 'Flask' : 'Quart'}`,
      remedy: SERVE,
    };
  if (invocation.program === 'fastapi' && texts[1] === 'dev')
    return {
      word: invocation.word,
      what: '`fastapi dev`, which watches its files and restarts',
      remedy: 'Start it with `fastapi run`',
    };
  const reload = /^(?:uvicorn|gunicorn|hypercorn|granian)$/.test(invocation.program)
    ? words.find(({ text }) => text === '--reload')
    : undefined;
  return (
    reload && {
      word: reload,
      what: `\`${invocation.program}\` with \`--reload\`, which watches its files and restarts`,
      remedy: 'Use `--reload` only for development',
      isReloading: true,
    }
  );
}

/** `python app.py`, which calls `app.run()`. */
function programServing(commands: readonly ShellCommand[], path: string, project: ProjectModel): Found | undefined {
  for (const placed of project.commands.filter((each) => each.path === path && commands.includes(each.command))) {
    const invocation = invocationOf(placed.command);
    const [module] = invocation?.program === 'python' ? modulesStartedBy(placed, project) : [];
    const serves = module?.main?.calls.some(
      (call) => (project.foreignMethod(call, module) ?? call) === 'flask.Flask.run',
    );
    const other = module?.main?.calls.find(runsServer);
    if (invocation !== undefined && module !== undefined && serves === true)
      return {
        ...(other !== undefined && { doubt: 'development-only' }),
        word: invocation.word,
        what: `\`${module.path}\`, which runs Flask's development server`,
        remedy: SERVE,
      };
  }
  return undefined;
}

/** Every service that is built from it has a command of its own, and nothing else builds it. */
function isStartedOtherwise(path: string, { builds }: ProjectModel): boolean {
  const all = builds.of(path);
  return (
    all.length > 0 &&
    all.every(
      ({ service }) => service !== undefined && (service.command !== undefined || service.entrypoint !== undefined),
    )
  );
}

/** Another Dockerfile of the folder makes the image for production. */
const isBesideDeployed = ({ path, folder }: ArtifactFile<'dockerfile'>, { artifacts }: ProjectModel): boolean =>
  !isCalledDeployed(path) &&
  artifacts.of('dockerfile').some((other) => other.folder === folder && isCalledDeployed(other.path));
