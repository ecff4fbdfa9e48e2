/** Which distributions an image holds, where its Dockerfile says all of it. */
import {
  type Dockerfile,
  type DockerInstruction,
  type DockerStage,
  imagePath,
  invocationOf,
  lineOfStage,
  normalizeDistribution,
  pathWithin,
  type ShellCommand,
} from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { contextsMeant, installedPackages, instructionsOf, VALUED, withIncludes } from '#kit/artifacts';
import { baseImage, isOfficialImage } from '#knowledge/base-images';
import type { ArtifactFile, BuildContext, ProjectModel, Requirement } from '#project';

export interface ImageInstalls {
  /** Normalised names, extras in brackets behind them. */
  readonly names: ReadonlySet<string>;
  /** The files that `pip install -r` reads, as they are called in the repository. */
  readonly lists: readonly ArtifactFile<'requirements'>[];
  /** What these say. */
  readonly requirements: readonly Requirement[];
}

/** What a stage installs, by whichever stage that it takes something from; undefined where anything of it cannot be followed. */
export function installsOfStage(
  file: ArtifactFile<'dockerfile'>,
  stage: DockerStage,
  project: ProjectModel,
): ImageInstalls | undefined {
  const stages = stagesBehind(file.model, stage);
  const contexts = contextsMeant(file, project);
  if (stages === undefined || contexts === undefined) return undefined;
  const names = new Set<string>();
  const lists = new Set<ArtifactFile<'requirements'>>();
  for (const each of stages) {
    if (!isBare(each, project)) return undefined;
    for (const instruction of each.instructions) {
      if (instruction.kind === 'onbuild') return undefined;
      if (instruction.kind !== 'run') continue;
      if (instruction.script.isBroken) return undefined;
      for (const { text } of installedPackages(instruction)) names.add(text.replace(/^python3?-/, ''));
      const before = instructionsOf(file.model, each).filter(({ span }) => span.end <= instruction.span.start);
      for (const command of instruction.script.commands) {
        const found = installedBy(command, instruction, { before, contexts, project });
        if (found === undefined) return undefined;
        for (const name of found.names) names.add(normalizeDistribution(name));
        for (const list of found.lists) lists.add(list);
      }
    }
  }
  if ([...lists].some(({ model }) => model.places.length > 0)) return undefined;
  const paths = new Set([...lists].map(({ path }) => path));
  const requirements = project.requirements.filter(({ path }) => paths.has(path));
  for (const { distribution, extras } of requirements)
    for (const name of [distribution, ...extras, ...extras.map((extra) => `${distribution}[${extra}]`)])
      names.add(name);
  return { names, lists: [...lists], requirements };
}

/** The stages that an image is made of, and those that it takes files from; undefined where it takes some from elsewhere. */
function stagesBehind(dockerfile: Dockerfile, stage: DockerStage): ReadonlySet<DockerStage> | undefined {
  const found = new Set(lineOfStage(dockerfile, stage));
  for (const each of found) {
    for (const instruction of each.instructions) {
      if ((instruction.kind !== 'copy' && instruction.kind !== 'add') || instruction.from === undefined) continue;
      const name = instruction.from.value.toLowerCase();
      const source = dockerfile.stages.find((other, index) => other.name?.value === name || String(index) === name);
      if (source === undefined && !TOOL_IMAGE.test(name)) return undefined;
      for (const below of source === undefined ? [] : lineOfStage(dockerfile, source)) found.add(below);
    }
  }
  return found;
}

/** Its one program is copied. */
const TOOL_IMAGE = /(?:^|\/)astral-sh\/uv(?:[:@]|$)/;

/** Built on what holds no distributions of its own: Docker's official images, and a few others. */
function isBare({ base }: DockerStage, project: ProjectModel): boolean {
  if (base.kind === 'stage' || base.kind === 'scratch') return true;
  if (base.kind !== 'image' || project.builds.isBuiltHere(base.name)) return false;
  const isKnown = baseImage(base.name, base.tag) !== undefined;
  return isKnown && (isOfficialImage(base.name) || /(?:^|\/)(?:nvidia\/cuda|astral-sh\/uv)$/.test(base.name));
}

interface Found {
  readonly names: readonly string[];
  readonly lists: readonly ArtifactFile<'requirements'>[];
}

interface Setting {
  readonly before: readonly DockerInstruction[];
  readonly contexts: readonly BuildContext[];
  readonly project: ProjectModel;
}

const NOTHING: Found = { names: [], lists: [] };

/** What one command installs; undefined where it may install what cannot be determined. */
function installedBy(command: ShellCommand, run: DockerInstruction, setting: Setting): Found | undefined {
  const args = pipArguments(command)?.map(({ text }) => text);
  const invocation = invocationOf(command);
  if (args === undefined) {
    if (invocation === undefined) return NOTHING;
    const { program } = invocation;
    const [option, what = ''] = invocation.args.map(({ text }) => text);
    if (program === 'python') {
      const isOwn =
        option === '-m' ? /^(?:venv|compileall|ensurepip)$/.test(what) : option === '-c' && !/\bpip\b/.test(what);
      return isOwn ? NOTHING : undefined;
    }
    return HARMLESS.has(program) ? NOTHING : undefined;
  }
  const verb = args.find((arg) => !arg.startsWith('-'));
  if (verb !== 'install' && verb !== 'sync' && verb !== 'wheel') return NOTHING;
  const names: string[] = [];
  const lists: ArtifactFile<'requirements'>[] = [];
  for (const [index, arg] of args.entries()) {
    const previous = args[index - 1] ?? '';
    const isListed =
      /^(?:-r|--requirements?)$/.test(previous) || (verb === 'sync' && index > 0 && !arg.startsWith('-'));
    const inline = /^(?:-r|--requirements?=)(.+)$/.exec(arg)?.[1];
    const written = isListed ? arg : inline;
    if (written !== undefined) {
      const list = listAt(imagePath(run.workdir, written), setting);
      if (list === undefined) return undefined;
      lists.push(...withIncludes(list, setting.project));
    } else if (arg !== verb && !arg.startsWith('-') && !VALUED.test(previous)) {
      const name = /^([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=!~@ ]|$)/.exec(arg)?.[1];
      // What `pip wheel` made of the same lists.
      if (name === undefined && !/\/\*(?:\.whl)?$/.test(arg)) return undefined;
      if (name !== undefined && /[$`]|^git\+/.test(arg)) return undefined;
      if (name !== undefined) names.push(name);
    } else if (/^(?:-e|--editable)/.test(arg)) return undefined;
  }
  return { names, lists };
}

/** They install nothing that Python imports. */
const HARMLESS: ReadonlySet<string> = new Set(
  `apt apt-get apk dnf yum microdnf dpkg rm rmdir mkdir chmod chown chgrp useradd groupadd adduser addgroup usermod find echo printf cd set export ln ls cat mv cp touch
   sed awk grep test [ true false : if then fi date locale-gen update-ca-certificates curl wget tar gpg gunzip unzip npm yarn pnpm strip ldconfig du df sleep id which ENV`.split(
    /\s+/,
  ),
);

/** The file of the repository that a COPY put at a path of the image, by whatever name. */
function listAt(path: string | undefined, setting: Setting): ArtifactFile<'requirements'> | undefined {
  if (path === undefined) return undefined;
  const { before, contexts, project } = setting;
  for (const copy of before.toReversed()) {
    if ((copy.kind !== 'copy' && copy.kind !== 'add') || copy.from !== undefined) continue;
    const place = imagePath(copy.workdir, copy.destination?.value ?? '');
    const inner = place === undefined ? undefined : pathWithin(path, place);
    if (inner === undefined) continue;
    for (const { value } of copy.sources) {
      for (const context of contexts) {
        const found = sourceOf(value, inner, context);
        const list = found === undefined ? undefined : project.artifacts.at('requirements', found);
        if (list !== undefined) return list;
      }
    }
  }
  return undefined;
}

/** Where what lies at `inner` of a copied source is in the repository; the file itself where it was given another name. */
function sourceOf(source: string, inner: string, context: BuildContext): string | undefined {
  const found = context.resolve(source);
  const isNamed = (path: string) => inner === '' || path.slice(path.lastIndexOf('/') + 1) === inner;
  if (found.kind === 'file') return isNamed(found.path) ? found.path : undefined;
  if (found.kind === 'glob') return found.paths.find(isNamed);
  const below = found.kind === 'folder' ? context.resolve(`${source}/${inner}`) : undefined;
  return below?.kind === 'file' ? below.path : undefined;
}
