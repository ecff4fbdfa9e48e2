import { type DockerInstruction, type DockerStage, lineOfStage, sourcesOf } from '#artifacts';
import { memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { baseOfStage, installedPackages, instructionsOf, shippedStages, startOfStage } from '#kit/artifacts';
import { isOfficialImage } from '#knowledge/base-images';
import { USER_SWITCHING } from '#knowledge/user-switching-programs';
import type { ArtifactFile, ProjectModel } from '#project';

/** Supervisor starts each program as the user that its configuration names. */
const changesUser = (word: string): boolean => USER_SWITCHING.test(word) || /^supervisord?$/.test(word);

const WINDOWS_SHELL = /^(?:powershell|pwsh|cmd)(?:\.exe)?$/i;

export default defineProjectRule({
  docs: {
    summary: 'container that runs as root',
    why: 'An attacker who breaks into the service is root in its container and can change its code and its mounts. A single flaw in the kernel or in a mount can then give access to the host.',
    remedy: 'Create a user and switch to it before `CMD`: `RUN useradd --create-home app` and `USER app`',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    measured: { read: 164, right: 157, on: '56 of 95 repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [250],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . /app\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . /app\nRUN useradd --create-home app\nUSER app\nCMD ["python", "-m", "orders"]\n',
  },
  check(project, ctx) {
    if (demandsOtherUser(project)) return;
    for (const file of project.artifacts.of('dockerfile')) {
      if (isContainerAction(file, project) || isGivenUser(file.path, project)) continue;
      for (const stage of shippedStages(file, project)) {
        const { path, model, placeOf } = file;
        const start = startOfStage(model, stage);
        const asRoot = runsAsRoot(file, stage, project);
        if (start === undefined || asRoot === undefined) continue;
        if (waitsOnly(start)) {
          ctx.proven({ at: placeOf(stage.base.span), by: 'the container only waits for a shell session' });
          continue;
        }
        const name = stage.name === undefined ? '' : ` built from stage \`${stage.name.value}\``;
        const reason = asRoot.kind === 'user' ? 'the last `USER` is root' : 'no `USER` is set';
        ctx.report({
          at: placeOf(asRoot.kind === 'user' ? asRoot.span : stage.base.span),
          message: `the container${name} runs as root: ${reason}`,
          ...(asRoot.kind === 'user' && { remedy: 'Switch back to an unprivileged user (`USER app`) before `CMD`' }),
          key: `${path} ${stage.name?.value ?? ''}`,
          cause: path,
          related: [{ ...placeOf(start.span), message: 'started here' }],
        });
      }
    }
  },
});

/** `CMD ["tail", "-f", "/dev/null"]`, `CMD sleep infinity` keep a container up for anyone who works in it. */
const waitsOnly = (start: DockerInstruction): boolean =>
  'script' in start &&
  start.script.commands.length > 0 &&
  start.script.commands.every(({ words }) =>
    /^(?:tail -[fF] \/dev\/null|sleep inf(?:inity)?)$/.test(words.map(({ text }) => text).join(' ')),
  );

/** The USER that makes it root, or the stage where the image below runs as root and nothing changes that. */
function runsAsRoot({ model }: ArtifactFile<'dockerfile'>, stage: DockerStage, project: ProjectModel) {
  const instructions = instructionsOf(model, stage);
  if (instructions.some((each) => mayChangeUser(each, instructions, project))) return undefined;
  const user = instructions.findLast((each) => each.kind === 'user');
  if (user?.kind === 'user') return /^(?:root|0)(?::|$)/.test(user.value.value) ? user : undefined;
  const base = baseOfStage(model, stage, project);
  const below = lineOfStage(model, stage).at(-1)?.base;
  // What Docker makes of servers and datastores gives up being root by itself.
  const mayKnow = below?.kind === 'image' && !isOfficialImage(below.name);
  const isRoot = base === undefined ? mayKnow && instructions.some(needsRoot) : base.user === 'root';
  return isRoot ? stage.base : undefined;
}

/** Packages of the system install for root alone: with no USER before it, the image below leaves it root. */
const needsRoot = (instruction: DockerInstruction): boolean =>
  instruction.kind === 'run' &&
  installedPackages(instruction, 'certain').length > 0 &&
  !instruction.script.commands.some(({ words }) => words.some(({ text }) => text === 'sudo'));

/** It installs or starts a program that gives up being root, or starts a script that does; on Windows there is no root. */
function mayChangeUser(
  instruction: DockerInstruction,
  all: readonly DockerInstruction[],
  project: ProjectModel,
): boolean {
  if (instruction.kind === 'shell') return WINDOWS_SHELL.test(instruction.words[0]?.value ?? '');
  // uWSGI takes the user from it.
  if (instruction.kind === 'env') return instruction.variables.some(({ name }) => name === 'UWSGI_UID');
  if (instruction.kind !== 'run' && instruction.kind !== 'entrypoint' && instruction.kind !== 'cmd') return false;
  const words = instruction.script.commands.flatMap((command) => command.words.map(({ text }) => text));
  if (
    words.some((word) => changesUser(word.replace(/^.*\/|=[\s\S]*$/g, '')) || /s6-overlay|\bgosu\b|su-exec/.test(word))
  )
    return true;
  if (instruction.kind === 'run') return false;
  if (WINDOWS_SHELL.test(words[0] ?? '')) return true;
  return words.some((word) => isScriptChangingUser(lastPart(sourcesOf(word, all)[0] ?? word), project));
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function isScriptChangingUser(name: string, project: ProjectModel): boolean {
  if (!/\.sh$|entry-?point|^start|^run/.test(name)) return false;
  const { changing, scripts } = scriptsNamed(project);
  // One that nobody can read may do anything.
  const mayBeUnread = !scripts.has(name) && !/\.sh$/.test(name);
  return changing.has(name) || (mayBeUnread && project.tree.filesNamed(name).some((path) => path.includes('/')));
}

/** By their last names: scripts, and those of them that change the user. */
const scriptsNamed = memoize(({ artifacts }: ProjectModel) => {
  const scripts = artifacts.of('shell-script');
  const changing = scripts.filter(({ model }) =>
    model.script.commands.some(({ words }) => words.some(({ text }) => changesUser(text.replace(/^.*\//, '')))),
  );
  return {
    changing: new Set(changing.map(({ path }) => lastPart(path))),
    scripts: new Set(scripts.map(({ path }) => lastPart(path))),
  };
});

/** GitHub runs the container of an action as root, and needs it to be. */
function isContainerAction({ folder }: ArtifactFile, project: ProjectModel): boolean {
  return ['yml', 'yaml'].some((ending) => {
    const action = project.artifacts.at('action', folder === '' ? `action.${ending}` : `${folder}/action.${ending}`);
    return action?.model.using.value === 'docker';
  });
}

/** A compose service that runs it says whom it runs as. */
function isGivenUser(path: string, project: ProjectModel): boolean {
  return project.builds
    .servicesOf(path)
    .some(({ user }) => user !== undefined && !/^(?:root|0)(?::|$)/.test(user.value));
}

/** Some workload of the cluster may only run as another user; whose image it runs cannot be determined by its name. */
function demandsOtherUser(project: ProjectModel): boolean {
  return project.artifacts.of('kubernetes').some(({ model }) =>
    model.objects.some(({ workload }) =>
      [workload, ...(workload?.containers ?? [])].some((each) => {
        const context = each?.securityContext;
        return context?.runAsNonRoot?.value === true || (context?.runAsUser?.value ?? 0) > 0;
      }),
    ),
  );
}
