/** Which images the repository builds, from which Dockerfile, with which context, for whom. */
import {
  type ComposeService,
  normalizeDistribution,
  type ShellCommand,
  type WorkflowStep,
} from '../artifacts/index.ts';
import { groupBy, groupByEach, memoize } from '../collections/index.ts';
import { baseImage } from '../knowledge/base-images.ts';
import type { ArtifactFile, ArtifactPlace, Artifacts } from './artifacts.ts';
import { BuildContext, foldersAbove, isElsewhere, plainFolder } from './build-context.ts';
import type { PlacedCommand } from './commands.ts';
import { dockerBuildOf, tagGivenBy } from './docker-command.ts';
import { dockerIgnore } from './docker-ignore.ts';
import { imageName, namesOfBuilt, withDefault } from './image-names.ts';
import type { RepositoryTree } from './repository-tree.ts';

/** One place that builds an image from a Dockerfile of the repository. */
export interface ImageBuild {
  /** The path of the Dockerfile. */
  readonly dockerfile: string;
  /** The folder that is sent to Docker; undefined where variables or another repository make it. */
  readonly context: string | undefined;
  /** The stage that is built, in lower case; undefined for the last. */
  readonly target: string | undefined;
  /** Of compose. */
  readonly service: ComposeService | undefined;
  /** What the image is called then, as `imageName` says it. */
  readonly images: readonly string[];
  /** Where it says so. */
  readonly at: ArtifactPlace;
}

/** What the builds are told from. */
interface Source {
  readonly artifacts: Artifacts;
  readonly commands: readonly PlacedCommand[];
  readonly tree: RepositoryTree;
}

/** All image builds of a repository. */
export class ImageBuilds {
  readonly #byDockerfile = new Map<string, ImageBuild[]>();
  /** Builds whose Dockerfile a variable names: it may be this one. */
  readonly #doubtful = new Map<string, ImageBuild[]>();
  /** Names without tag; `*` stands for what variables make. */
  readonly #images = new Set<string>();
  #unreadBuilds: boolean | undefined;
  readonly #artifacts: Artifacts;
  readonly #tree: RepositoryTree;

  constructor(source: Source) {
    this.#artifacts = source.artifacts;
    this.#tree = source.tree;
    for (const file of source.artifacts.of('compose')) this.#readCompose(file);
    for (const command of source.commands) this.#readCommand(command);
    for (const file of source.artifacts.of('workflow')) {
      for (const { steps } of file.model.jobs) this.#readSteps(file, steps);
    }
    for (const { model } of source.artifacts.of('dockerfile')) {
      for (const { name } of model.stages) {
        // A stage may also be called after the image that it is built on.
        if (name !== undefined && /[-_]/.test(name.value) && baseImage(name.value, undefined) === undefined)
          this.#images.add(name.value);
      }
    }
    for (const file of source.artifacts.of('action')) this.#readSteps(file, file.model.steps);
  }

  /** The builds that some file describes; none where people build it by hand, or by means that nobody reads. */
  of(dockerfile: string): readonly ImageBuild[] {
    return this.#byDockerfile.get(dockerfile) ?? [];
  }

  /** Whether some file builds it, or may: by a path with variables, or by means that nobody reads. */
  mayBuild(dockerfile: string): boolean {
    return this.#byDockerfile.has(dockerfile) || this.#doubtful.has(dockerfile) || this.#hasUnreadBuilds();
  }

  /** The files that build images here leave out this one of a folder; or Docker takes the `Dockerfile` beside it, and nothing names this one. */
  isLeftOut(dockerfile: string): boolean {
    const folder = dockerfile.slice(0, dockerfile.lastIndexOf('/') + 1);
    const isBesideMain =
      /^Dockerfile[.-]/.test(dockerfile.slice(folder.length)) && this.#existing(folder, 'Dockerfile').length > 0;
    return (isBesideMain || (dockerfile.includes('/') && this.#byDockerfile.size > 0)) && !this.mayBuild(dockerfile);
  }

  /**
   * The contexts that a Dockerfile may be built with: those of its builds; where no file describes one, or files that nobody
   * reads may, the folders from its own up to the root. Undefined where one of them cannot be determined.
   */
  contextsOf(dockerfile: string): readonly BuildContext[] | undefined {
    const builds = this.of(dockerfile).map(({ context }) => context);
    // What variables make may be this Dockerfile in the folder that another file of its kind is built in.
    const doubtful = (this.#doubtful.get(dockerfile) ?? []).flatMap(({ context }) => context ?? []);
    // What a document tells to type may be old; others build it from where its paths fit.
    const isOpen = this.of(dockerfile).every(({ at }) => at.path.endsWith('.md')) || this.#hasUnreadBuilds();
    const folders = [...builds, ...doubtful, ...(isOpen ? foldersAbove(dockerfile) : [])];
    if (folders.includes(undefined)) return undefined;
    return [...new Set(folders.flatMap((folder) => folder ?? []))].map((folder) => this.context(folder, dockerfile));
  }

  #hasUnreadBuilds(): boolean {
    this.#unreadBuilds ??= [...this.#tree.files].some((path) => UNREAD_BUILDS.test(path));
    return this.#unreadBuilds;
  }

  /** A folder as the context of a Dockerfile, with the ignore file that Docker would take. */
  context(folder: string, dockerfile: string): BuildContext {
    const paths = [`${dockerfile}.dockerignore`, folder === '' ? '.dockerignore' : `${folder}/.dockerignore`];
    for (const path of paths) {
      const file = this.#artifacts.at('dockerignore', path);
      if (file !== undefined) return new BuildContext(folder, this.#tree, { path, patterns: dockerIgnore(file.model) });
      // It is there and could not be read.
      if (this.#tree.isFile(path)) break;
    }
    return new BuildContext(folder, this.#tree);
  }

  /**
   * Whether an image of this name (without tag) is built by the repository itself: some file says so, or a stage of a
   * Dockerfile is called so, and another one is built on it by that name.
   */
  isBuiltHere(image: string): boolean {
    return namesOfBuilt(image).some((name) => this.#images.has(name));
  }

  /** The services of compose that run the image of a Dockerfile: built for them, or by the name that some build gives it. */
  servicesOf(dockerfile: string): readonly ComposeService[] {
    const builds = this.of(dockerfile);
    const images = new Set(builds.flatMap((build) => build.images));
    const byImage = servicesByImage(this.#artifacts);
    const named = new Set([...images].flatMap((image) => byImage.get(image) ?? []));
    return [...builds.flatMap(({ service }) => service ?? []), ...named];
  }

  /** Whether the project makes the image, here or in its releases: one that is called after it, or after a part of it. */
  isOwn(image: string): boolean {
    const [last = '', owner = ''] = image.replace(REGISTRY, '').split('/').toReversed();
    const own = ownNames(this.#artifacts);
    const isCalledSo = [owner, last].map(normalizeDistribution).some((part) => {
      if (own.has(part)) return true;
      for (let at = part.indexOf('-'); at >= 0; at = part.indexOf('-', at + 1))
        if (own.has(part.slice(0, at))) return true;
      return false;
    });
    return isCalledSo || this.isBuiltHere(image);
  }

  #readCompose(file: ArtifactFile<'compose'>): void {
    for (const service of file.model.services) {
      const { build, image } = service;
      if (build === undefined) continue;
      const images = image === undefined ? [] : this.#addImages([image.value]);
      if (build.isInline) continue;
      const context = plainFolder(file.folder, withDefault(build.context?.value ?? '.'));
      const written = withDefault(build.dockerfile?.value ?? 'Dockerfile');
      const setting = { service, images, target: build.target?.value, at: file.placeOf(build.span) };
      // Compose looks for the file in the context.
      if (context !== undefined) this.#add(this.#existing(context, written), context, setting);
      else if (build.context?.value.includes('$')) this.#add(this.#endingIn(written), undefined, setting);
    }
  }

  #readCommand({ command: written, folders, placeOf, kind, path }: PlacedCommand): void {
    const variables = kind === 'makefile' ? this.#artifacts.at(kind, path)?.model.variables : undefined;
    const command = variables === undefined ? written : withVariables(written, variables);
    const tagged = tagGivenBy(command);
    if (tagged !== undefined) this.#addImages([tagged]);
    const build = dockerBuildOf(command);
    if (build === undefined) return;
    const images = this.#addImages(build.tags);
    const setting = { service: undefined, images, target: build.target?.text, at: placeOf(command.span) };
    const { file, context } = build;
    if (context === undefined ? file === undefined : isElsewhere(context.text)) return;
    const isOutside = (folder: string) => context !== undefined && plainFolder(folder, context.text) === undefined;
    // The same words mean other files from another folder: the first folder where there is a Dockerfile counts, and sooner one whose context lies in the repository.
    for (const folder of folders.toSorted((one, other) => Number(isOutside(one)) - Number(isOutside(other)))) {
      const sent = context && plainFolder(folder, context.text);
      const found =
        file === undefined
          ? sent === undefined
            ? []
            : this.#existing(sent, 'Dockerfile')
          : file.isDynamic
            ? this.#endingIn(file.text)
            : this.#existing(folder, file.text);
      this.#add(found, sent, setting, file?.isDynamic);
      if (found.length > 0) return;
    }
    if (folders.length === 0 && file !== undefined) this.#add(this.#endingIn(file.text), undefined, setting);
  }

  #readSteps(file: ArtifactFile<'workflow' | 'action'>, steps: readonly WorkflowStep[]): void {
    for (const { uses, inputs } of steps) {
      if (!/\/build-push-action@/.test(uses?.value ?? '') || uses === undefined) continue;
      const input = (name: string) => inputs.find((each) => each.name.value === name)?.value;
      const images = this.#addImages((input('tags')?.value ?? '').split(/[\n,]/));
      const written = (input('context')?.value ?? '.').replace(/^\{\{defaultContext\}\}:?/, '');
      const context = plainFolder('', written);
      const path = input('file')?.value;
      const found =
        path === undefined
          ? context === undefined
            ? []
            : this.#existing(context, 'Dockerfile')
          : path.includes('$')
            ? this.#endingIn(path)
            : this.#existing('', path);
      const target = input('target')?.value;
      this.#add(found, context, { service: undefined, images, target, at: file.placeOf(uses.span) });
    }
  }

  #existing(folder: string, written: string): string[] {
    // Where there is no `Dockerfile`, Docker takes a `dockerfile`.
    const paths = [written, written.toLowerCase()].map((each) => plainFolder(folder, each) ?? '');
    return paths.filter((path) => this.#artifacts.at('dockerfile', path) !== undefined).slice(0, 1);
  }

  /** Dockerfiles that a path with variables may mean, by what comes after the last variable. */
  #endingIn(written: string): string[] {
    const ending = written
      .replace(/^.*[$})`]\w*/, '')
      .split('/')
      .filter((name) => name !== '.' && name !== '..')
      .join('/');
    if (ending === '') return this.#artifacts.of('dockerfile').map(({ path }) => path);
    const alike = dockerfilesByName(this.#artifacts).get(ending.slice(ending.lastIndexOf('/') + 1)) ?? [];
    return alike.filter((path) => path === ending || path.endsWith(ending.startsWith('/') ? ending : `/${ending}`));
  }

  #add(
    dockerfiles: readonly string[],
    context: string | undefined,
    setting: Omit<ImageBuild, 'dockerfile' | 'context'>,
    /** A variable names the Dockerfile: it may be this one, and where the command runs is as unknown. */
    isDoubtful = false,
  ): void {
    const builds = dockerfiles.length > 1 || isDoubtful ? this.#doubtful : this.#byDockerfile;
    for (const dockerfile of dockerfiles) {
      const build = { ...setting, dockerfile, context, target: setting.target?.toLowerCase() };
      const known = builds.get(dockerfile);
      if (known === undefined) builds.set(dockerfile, [build]);
      else known.push(build);
    }
  }

  #addImages(written: Iterable<string>): readonly string[] {
    const names = [...written].flatMap((each) => imageName(each) ?? []);
    for (const name of names) this.#images.add(name);
    return names;
  }
}

/** What the projects of the repository are called. */
const ownNames = memoize(
  (artifacts: Artifacts): ReadonlySet<string> =>
    new Set(
      artifacts.of('pyproject').flatMap(({ model }) => {
        const name = model.project?.name?.value;
        return name === undefined ? [] : normalizeDistribution(name);
      }),
    ),
);

/** Services that build none themselves, by all names under which their image may be built. */
const servicesByImage = memoize((artifacts: Artifacts) =>
  groupByEach(
    artifacts.of('compose').flatMap(({ model }) => model.services),
    ({ build, image }) => {
      const name = build === undefined && image !== undefined ? imageName(image.value) : undefined;
      return name === undefined ? [] : namesOfBuilt(name);
    },
  ),
);

/** Dockerfiles by the last name of their paths. */
const dockerfilesByName = memoize((artifacts: Artifacts) =>
  groupBy(
    artifacts.of('dockerfile').map(({ path }) => path),
    (path) => path.slice(path.lastIndexOf('/') + 1),
  ),
);

/** A host is identified by its dot or port. Source: https://github.com/distribution/reference/blob/main/normalize.go */
const REGISTRY = /^(?:[^/.:]*[.:][^/]*|localhost)\//;

/** What builds images and has no reader here: bake files, Tilt, Skaffold, other CI systems. */
const UNREAD_BUILDS =
  /(?:^|\/)(?:docker-bake[^/]*\.(?:hcl|json)|Tiltfile|skaffold\.ya?ml|cloudbuild[^/]*\.ya?ml|buildspec[^/]*\.ya?ml|Jenkinsfile|Earthfile|Taskfile\.ya?ml|justfile|werf\.yaml|\.gitlab-ci\.yml|azure-pipelines\.yml|\.circleci\/config\.yml|\.travis\.yml)$/i;

/** The words of a recipe with what the makefile says of its variables. */
function withVariables(command: ShellCommand, variables: Readonly<Record<string, string>>): ShellCommand {
  const words = command.words.map((word) => {
    if (!word.isDynamic) return word;
    const text = word.text.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      return value === undefined || /[$\s]/.test(value) ? whole : value;
    });
    return { ...word, text, isDynamic: text.includes('$') };
  });
  return { ...command, words };
}
