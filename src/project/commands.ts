import type { ArtifactKind, DockerInstruction, ShellCommand, ShellScript, WorkflowStep } from '../artifacts/index.ts';
import type { Span } from '../text/index.ts';
import { joinPath } from '../text/index.ts';
import type { ArtifactFile, ArtifactPlace, Artifacts } from './artifacts.ts';
import { type NoxFile, noxScripts, type PlacedFile } from './nox-scripts.ts';
import { type ToxFile, toxFiles } from './tox-files.ts';

/** A command of some artifact, with what must be known to say what it runs. */
export interface PlacedCommand {
  readonly command: ShellCommand;
  /** What kind of file it is in. */
  readonly kind: ArtifactKind | 'noxfile';
  readonly path: string;
  /**
   * Folders of the repository from which a path in it may start, the likeliest first: where it runs on the machine of who
   * checked the repository out. Inside an image, where files lie elsewhere, the folders that were probably copied to it.
   */
  readonly folders: readonly string[];
  /** It runs in an image, whose files are where its Dockerfile put them. */
  readonly isInImage: boolean;
  /** It starts a service (CMD, compose's command, a Procfile, a unit of systemd), and does not build or test something. */
  readonly isService: boolean;
  placeOf(span: Span): ArtifactPlace;
}

/** Every command in Dockerfiles, compose files, manifests, workflows, pipelines, recipes, environments, sessions, scripts and documents. */
export function allCommands(artifacts: Artifacts, noxfiles: readonly NoxFile[]): PlacedCommand[] {
  return [
    ...toolCommands(artifacts, noxfiles),
    ...artifacts.of('markdown').flatMap(documentCommands),
    ...artifacts.of('pre-commit').flatMap(preCommitCommands),
  ];
}

/** Those by which something of the repository is started; of the documents those of the READMEs, which say how. */
export function startingCommands(artifacts: Artifacts, noxfiles: readonly NoxFile[]): PlacedCommand[] {
  return [...toolCommands(artifacts, noxfiles), ...artifacts.readmes.flatMap(documentCommands)];
}

function toolCommands(artifacts: Artifacts, noxfiles: readonly NoxFile[]): PlacedCommand[] {
  return [
    ...artifacts.of('action').flatMap((file) => stepCommands(file, 'action', file.model.steps)),
    ...artifacts.of('compose').flatMap(composeCommands),
    ...artifacts.of('dockerfile').flatMap(dockerfileCommands),
    ...artifacts.of('dvc').flatMap(dvcCommands),
    ...artifacts.of('gitlab-ci').flatMap(gitlabCommands),
    ...artifacts.of('kubernetes').flatMap(kubernetesCommands),
    ...artifacts.of('makefile').flatMap(makefileCommands),
    ...noxfiles.flatMap(noxCommands),
    ...artifacts.of('platform').flatMap(platformCommands),
    ...artifacts.of('shell-script').flatMap(scriptCommands),
    ...toxFiles(artifacts).flatMap(toxCommands),
    ...artifacts
      .of('workflow')
      .flatMap((file) => file.model.jobs.flatMap(({ steps }) => stepCommands(file, 'workflow', steps))),
  ];
}

type Setting = Pick<PlacedCommand, 'kind' | 'folders'> & Partial<Pick<PlacedCommand, 'isInImage' | 'isService'>>;

function placed(file: PlacedFile, script: ShellScript, setting: Setting): PlacedCommand[] {
  return script.commands.map((command) => ({
    command,
    path: file.path,
    isInImage: false,
    isService: false,
    ...setting,
    folders: setting.folders.flatMap((folder) => startedIn(folder, command.folder)),
    placeOf: file.placeOf,
  }));
}

/** The folder after the `cd`s before a command; none where they lead out of the repository or cannot be followed. */
function startedIn(folder: string, changed: string | undefined): string[] {
  const path = changed === undefined || changed.startsWith('/') ? undefined : joinPath(folder, changed);
  return path === undefined ? [] : [path];
}

/** Without repetitions. */
const foldersOf = (...folders: (string | undefined)[]): string[] => [...new Set(folders.flatMap((each) => each ?? []))];

function stepCommands(
  file: ArtifactFile<'workflow' | 'action'>,
  kind: 'workflow' | 'action',
  steps: readonly WorkflowStep[],
): PlacedCommand[] {
  return steps.flatMap(({ run }) => {
    if (run?.isShell !== true) return [];
    const written = run.workingDirectory?.value;
    const folder = written === undefined ? '' : written.includes('$') ? undefined : joinPath('', written);
    return placed(file, run.template.script, { kind, folders: foldersOf(folder) });
  });
}

function composeCommands(file: ArtifactFile<'compose'>): PlacedCommand[] {
  return file.model.services.flatMap(({ command, entrypoint, healthcheck, build }) => {
    const context = build?.context === undefined ? undefined : joinPath(file.folder, build.context.value);
    const setting = { kind: 'compose' as const, folders: foldersOf(context, file.folder, ''), isInImage: true };
    return [
      ...[entrypoint, command].flatMap((each) =>
        each === undefined ? [] : placed(file, each.script, { ...setting, isService: true }),
      ),
      ...(healthcheck?.test === undefined ? [] : placed(file, healthcheck.test.script, setting)),
    ];
  });
}

function dockerfileCommands(file: ArtifactFile<'dockerfile'>): PlacedCommand[] {
  const setting = { kind: 'dockerfile' as const, folders: foldersOf(file.folder, ''), isInImage: true };
  const of = (instruction: DockerInstruction) =>
    'script' in instruction
      ? placed(file, instruction.script, {
          ...setting,
          isService: instruction.kind === 'cmd' || instruction.kind === 'entrypoint',
        })
      : [];
  return file.model.stages.flatMap(({ instructions }) => instructions.flatMap(of));
}

function dvcCommands(file: ArtifactFile<'dvc'>): PlacedCommand[] {
  return file.model.stages.flatMap(({ commands, workingDirectory }) => {
    const folder = workingDirectory === undefined ? file.folder : joinPath(file.folder, workingDirectory.value);
    return commands.flatMap(({ script }) => placed(file, script, { kind: 'dvc', folders: foldersOf(folder) }));
  });
}

/** What comes before every job, or stands for several of them by an anchor, is one command. */
function gitlabCommands(file: ArtifactFile<'gitlab-ci'>): PlacedCommand[] {
  const all = file.model.jobs.flatMap(({ script }) => placed(file, script, { kind: 'gitlab-ci', folders: [''] }));
  return [...new Map(all.map((each) => [each.command.span.start, each] as const)).values()];
}

function kubernetesCommands(file: ArtifactFile<'kubernetes'>): PlacedCommand[] {
  const setting = { kind: 'kubernetes' as const, folders: [''], isInImage: true };
  return file.model.objects.flatMap(({ workload }) =>
    [...(workload?.containers ?? []), ...(workload?.initContainers ?? [])].flatMap(({ script }) =>
      script === undefined ? [] : placed(file, script, { ...setting, isService: true }),
    ),
  );
}

function makefileCommands(file: ArtifactFile<'makefile'>): PlacedCommand[] {
  const setting = { kind: 'makefile' as const, folders: foldersOf(file.folder, '') };
  return file.model.rules.flatMap(({ recipe }) => recipe.flatMap(({ script }) => placed(file, script, setting)));
}

function noxCommands(file: NoxFile): PlacedCommand[] {
  const setting = { kind: 'noxfile' as const, folders: foldersOf(file.folder) };
  return file.sessions.flatMap((session) => noxScripts(session).flatMap(({ script }) => placed(file, script, setting)));
}

/** Readers of a document mostly are in the root, or in its folder; a block may go on from where another one went. */
function documentCommands(file: ArtifactFile<'markdown'>): PlacedCommand[] {
  const setting = { kind: 'markdown' as const, folders: foldersOf(file.folder, '') };
  return file.model.fences.flatMap(({ script }) => (script === undefined ? [] : placed(file, script, setting)));
}

function preCommitCommands(file: ArtifactFile<'pre-commit'>): PlacedCommand[] {
  return file.model.repositories.flatMap(({ hooks }) =>
    hooks.flatMap(({ entry }) =>
      entry === undefined ? [] : placed(file, entry, { kind: 'pre-commit', folders: [''] }),
    ),
  );
}

function platformCommands(file: ArtifactFile<'platform'>): PlacedCommand[] {
  // A Procfile lies where its commands run; a unit or a blueprint for the root may lie in a folder for deployment.
  const isOfFolder = file.path.endsWith('Procfile');
  return file.model.processes.flatMap(({ script, isService, folder }) => {
    const within = folder === undefined ? undefined : joinPath(file.folder, folder);
    const folders = foldersOf(within, file.folder, ...(isOfFolder ? [] : ['']));
    return placed(file, script, { kind: 'platform', folders, isService });
  });
}

/** A script is mostly called from the root, whatever folder it lies in. */
function scriptCommands(file: ArtifactFile<'shell-script'>): PlacedCommand[] {
  return placed(file, file.model.script, { kind: 'shell-script', folders: foldersOf('', file.folder) });
}

/** tox runs in the folder that its configuration lies in unless an environment says another one. */
function toxCommands({ file, kind, tox }: ToxFile): PlacedCommand[] {
  return tox.environments.flatMap(({ commands, folder }) => {
    const setting = { kind, folders: foldersOf(folder === undefined ? undefined : joinPath(file.folder, folder)) };
    return commands.flatMap(({ script }) => placed(file, script, setting));
  });
}
