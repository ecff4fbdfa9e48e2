import {
  type ComposeService,
  type DockerInstruction,
  type DockerStage,
  invocationOf,
  type ShellScript,
  type ShellWord,
} from '#artifacts';
import { defineProjectRule } from '#kit';
import {
  baseOfStage,
  finalStage,
  installedPackages,
  installsUnknown,
  instructionsOf,
  shippedStages,
} from '#kit/artifacts';
import { type BaseImage, baseImage } from '#knowledge/base-images';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';

/** Programs that checks are written with, and the packages that bring them under another name. */
const PACKAGES: ReadonlyMap<string, RegExp> = new Map([
  ['curl', /^curl$/],
  ['wget', /^wget$/],
  ['nc', /^(?:nc|netcat\S*|nmap-ncat|ncat|busybox\S*)$/],
  ...['pgrep', 'pkill', 'ps'].map((program) => [program, /^(?:procps\S*|busybox\S*)$/] as const),
  // Of datastores; no image that programs are built on has them.
  ['redis-cli', /^(?:redis|valkey)\S*$/],
  ['pg_isready', /^(?:postgresql|libpq)\S*$/],
  ['psql', /^(?:postgresql|libpq)\S*$/],
  ['mysqladmin', /mysql|mariadb/],
  ['rabbitmqctl', /^rabbitmq\S*$/],
]);

export default defineProjectRule({
  docs: {
    summary: 'health check that runs a program missing from the image',
    why: 'The check always fails, even if the service is healthy. The container is reported as unhealthy, and services that wait for it never start.',
    remedy:
      'Install the program in that stage, or use one that exists: `python -c "import urllib.request; urllib.request.urlopen(…)"`',
    harm: 'misleads',
    severity: 'P1',
    precision: 'high',
    measured: { read: 16, right: 16, on: 'TenSafe, chroma, onyx and five more of 95 repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-10' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD ["python", "-m", "orders"]\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('dockerfile')) {
      for (const stage of shippedStages(file, project)) {
        const check = instructionsOf(file.model, stage).findLast(
          ({ kind }) => kind === 'healthcheck' || kind === 'no-healthcheck',
        );
        if (check?.kind !== 'healthcheck') continue;
        const lacked = lackedProgram(check.script, file, stage, project);
        if (lacked === undefined) continue;
        const message = `broken health check: \`${lacked.text}\` is not in \`${stage.base.written}\` and no step installs it`;
        // Checks of services that are built here lack it for the same reason (`serviceCheck`).
        const cause = causeIn(lacked, file);
        ctx.report({ at: file.placeOf(lacked.span), message, key: `${file.path} ${lacked.text}`, cause });
      }
    }
    for (const { path, model, placeOf } of project.artifacts.of('compose')) {
      for (const service of model.services) {
        const found = serviceCheck(service, path, project);
        if (found === undefined) continue;
        const message = `broken health check: \`${service.name.value}\` runs \`${found.word.text}\`, which is not in its image`;
        const related =
          found.dockerfile === undefined ? [] : [{ ...found.dockerfile, message: 'the image is built here' }];
        ctx.report({
          at: placeOf(found.word.span),
          message,
          key: `${path} ${service.name.value}`,
          related,
          cause: found.cause,
        });
      }
    }
  },
});

/** What the check of a compose service runs and its image, built here or not, does not have. */
function serviceCheck(
  service: ComposeService,
  path: string,
  project: ProjectModel,
): { readonly word: ShellWord; readonly cause: string; readonly dockerfile?: ArtifactPlace } | undefined {
  const script = service.healthcheck?.test?.script;
  if (script === undefined || startsByInstalling(service)) return undefined;
  if (service.build === undefined) {
    const [, name = '', tag] = /^([^:@]+(?::\d+\/[^:@]+)?)(?::([^@]+))?/.exec(service.image?.value ?? '') ?? [];
    const word = name.includes('$') || tag?.includes('$') === true ? undefined : notIn(baseImage(name, tag), script);
    // Compose files of one service are copies of each other.
    return word && { word, cause: `${word.text} in ${name}` };
  }
  for (const file of project.artifacts.of('dockerfile')) {
    const build = project.builds.of(file.path).find((each) => each.service === service && each.at.path === path);
    if (build === undefined) continue;
    const stage =
      build.target === undefined
        ? finalStage(file.model)
        : file.model.stages.find(({ name }) => name?.value === build.target);
    const word = stage && lackedProgram(script, file, stage, project);
    return stage && word && { word, cause: causeIn(word, file), dockerfile: file.placeOf(stage.base.span) };
  }
  return undefined;
}

/** What the image lacks is installed in its Dockerfile, once for all that check containers of it. */
const causeIn = ({ text }: ShellWord, { path }: ArtifactFile<'dockerfile'>): string => `${text} in ${path}`;

function startsByInstalling({ command, entrypoint }: ComposeService): boolean {
  const commands = [command, entrypoint].flatMap((each) => each?.script.commands ?? []);
  return commands.some(({ words }) => words.some(({ text }) => /\b(?:apt|apt-get|apk|yum|dnf)\b/.test(text)));
}

function lackedProgram(
  script: ShellScript,
  file: ArtifactFile<'dockerfile'>,
  stage: DockerStage,
  project: ProjectModel,
): ShellWord | undefined {
  const word = notIn(baseOfStage(file.model, stage, project), script);
  const instructions = instructionsOf(file.model, stage);
  if (word === undefined || installsUnknown(instructions)) return undefined;
  const program = word.text;
  return instructions.some((each) => provides(each, program)) ? undefined : word;
}

/** The program of a check that an image certainly lacks; a check that falls back on another program may be fine. */
function notIn(image: BaseImage | undefined, { commands }: ShellScript): ShellWord | undefined {
  if (image?.programs === undefined) return undefined;
  const invocations = commands.flatMap((command) => invocationOf(command) ?? []);
  const probes = invocations.filter(
    ({ program }) => !/^(?:exit|echo|true|false|test|\[|grep|kill|sleep)$/.test(program),
  );
  const lacked = probes.filter(({ program }) => PACKAGES.has(program) && image.programs?.has(program) === false);
  return lacked.length === probes.length ? lacked[0]?.word : undefined;
}

/** Installs the program, uses it (then it is there), or copies something of its name. */
function provides(instruction: DockerInstruction, program: string): boolean {
  if (instruction.kind === 'copy' || instruction.kind === 'add') {
    const paths = [...instruction.sources, ...(instruction.destination === undefined ? [] : [instruction.destination])];
    return paths.some(({ value }) => value.endsWith(`/${program}`) || /\/s?bin\/?$|\$/.test(value) || value === '/');
  }
  if (instruction.kind !== 'run') return false;
  return (
    installedPackages(instruction).some(({ text }) => PACKAGES.get(program)?.test(text)) ||
    instruction.script.commands.some(({ words }) =>
      words.some(({ text }) => text === program || text.endsWith(`/${program}`)),
    )
  );
}
