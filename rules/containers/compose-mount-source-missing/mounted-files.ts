/** Files and directories that services mount and the repository does not have. */
import type { ComposeFile, ComposeMount } from '#artifacts';
import { groupBy, memoize } from '#collections';
import type { ArtifactFile, PathAnswer, PlacedCommand, ProjectModel } from '#project';
import type { Located } from '#text';
import { isInDocuments } from './documented-files.ts';

/** Compose refuses to start without it; or the command of the service names it, or what watches others is configured by it. */
export function isNeeded({ mount, service }: Use): boolean {
  const target = mount?.target?.value;
  if (mount === undefined) return true;
  if (target === undefined) return false;
  const commands = [service?.entrypoint, service?.command].flatMap((each) => each?.script.commands ?? []);
  if (commands.some(({ words }) => words.some(({ text }) => text.includes(target)))) return true;
  return WATCHING.test(service?.image?.value ?? '') && target.startsWith('/etc/');
}

const WATCHING =
  /(?:^|\/)(?:prometheus|alertmanager|loki|promtail|tempo|otel\w*|opentelemetry-collector[\w-]*|blackbox-exporter)(?:[:@]|$)/;

export interface Use {
  readonly source: Located<string>;
  /** `\`web\` mounts`: what the message begins with. */
  readonly what: string;
  readonly mount?: ComposeMount;
  readonly service?: ComposeFile['services'][number];
  readonly isEnvironment?: true;
  readonly isSecret?: true;
}

export function mountsOf({ services }: ComposeFile): readonly Use[] {
  return services.flatMap((service) =>
    service.mounts.flatMap((mount) =>
      mount.kind !== 'bind' || mount.source === undefined
        ? []
        : { source: mount.source, mount, service, what: `\`${service.name.value}\` mounts` },
    ),
  );
}

/** Env files of services, and the files of configs and secrets that a service takes. */
export function filesOf(file: ComposeFile): readonly Use[] {
  const { services } = file;
  const environments = services.flatMap(({ name, envFiles }) =>
    envFiles.flatMap(({ path, isRequired }) =>
      isRequired
        ? { source: path, isEnvironment: true as const, what: `\`${name.value}\` reads its environment from` }
        : [],
    ),
  );
  const users = new Map<string, string>();
  for (const { name, configs, secrets } of services)
    for (const { source } of [...configs, ...secrets])
      if (!users.has(source.value)) users.set(source.value, name.value);
  const taken = ({ name, file: source }: ComposeFile['configs'][number]): readonly Use[] => {
    const user = users.get(name.value);
    return source === undefined || user === undefined
      ? []
      : [{ source, what: `\`${user}\` reads \`${name.value}\` from` }];
  };
  const resources = [
    ...file.configs.flatMap(taken),
    ...file.secrets.flatMap(taken).map((use) => ({ ...use, isSecret: true as const })),
  ];
  return [...environments, ...resources];
}

/** The path of what is certainly not there when compose starts from a fresh copy of the repository. */
export function missingPath(use: Use, file: ArtifactFile<'compose'>, project: ProjectModel): string | undefined {
  const { source, mount } = use;
  const answer = answerOf(source.value, file, project);
  // Anyone who runs it makes what `.gitignore` names, and fills the folder of `/conf/*`.
  if (answer.kind !== 'missing' || project.tree.isGitIgnored(`${answer.path}/any-file`)) return undefined;
  if (/[*?[]/.test(answer.path) || answer.path.includes('..')) return undefined;
  if (mount !== undefined && (!isConfiguration(answer.path, mount) || isWritten(mount, file.model))) return undefined;
  const isMade =
    MADE_ELSEWHERE.test(answer.path) ||
    project.made.has(answer.path, 'checkout') ||
    isNamedInCommand(answer.path, project, mayBeIt) ||
    (use.isEnvironment === true && isInDocuments(answer.path, project));
  return isMade || isBelowFile(answer.path, project) ? undefined : answer.path;
}

/**
 * Where its paths may start from: its own folder; where a command lays it over another file, or people copy it to where
 * they start it, the folders above, without the steps up.
 */
function answerOf(written: string, { folder }: ArtifactFile, { tree }: ProjectModel): PathAnswer {
  const answer = tree.resolve(written, folder);
  if (answer.kind !== 'missing') return answer;
  const above = folder.split('/').map((_, index, names) => names.slice(0, index).join('/'));
  const rest = written.replace(/^(?:\.{1,2}\/)+/, '');
  return tree.resolve(rest, ...above).kind === 'missing' ? answer : { kind: 'unknown' };
}

/** A folder that is written to is made when it is missing, which is how data folders begin. */
function isConfiguration(path: string, { target, isReadOnly, source }: ComposeMount): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (source?.value.endsWith('/') === true && !isReadOnly) return CONFIGURATION_FOLDER.test(target?.value ?? '');
  if (DATA.test(path)) return false;
  if (/^[^.]+\.[a-z]\w{1,7}$/i.test(name)) return true;
  return isReadOnly || CONFIGURATION_FOLDER.test(target?.value ?? '');
}

/** Another service fills it. */
function isWritten(mount: ComposeMount, file: ComposeFile): boolean {
  const { source } = mount;
  const isFolder = source !== undefined && !/\.\w+$/.test(source.value);
  return isFolder && (writersBySource(file).get(source.value) ?? []).some((each) => each !== mount);
}

const writersBySource = memoize(({ services }: ComposeFile) =>
  groupBy(
    services.flatMap(({ mounts }) => mounts.filter(({ kind, isReadOnly }) => kind === 'bind' && !isReadOnly)),
    ({ source }) => source?.value,
  ),
);

const CONFIGURATION_FOLDER =
  /^\/(?:docker-entrypoint-(?:initdb|init)\.d|etc\/(?!letsencrypt|ssl|localtime|timezone|ssh)[\w.-]+)/;
const DATA =
  /(?:^|[/._-])(?:data|datasets?|cache|logs?|out|outputs?|results?|reports?|uploads?|media|static|storage|volumes?|backups?|tmp|temp|models?|weights|checkpoints?|certs?|certificates|ssl|keys?|mlruns|artifacts|history|workspace|state|db|database|htmlcov|coverage)(?:$|[/._-])|\.(?:log|db|sqlite3?|sock|pid|pem|crt|key|csr|jks|p12|rdb|htpasswd)$/i;

/** Portainer puts the variables of a stack in this file (https://docs.portainer.io/user/docker/stacks/add), git its own beside a clone. */
const MADE_ELSEWHERE = /(?:^|\/)(?:stack\.env|\.git)$/;

/** Whether some command says it: copies an example to it, or writes it. What runs in an image writes there. */
export function isNamedInCommand(
  path: string,
  project: ProjectModel,
  means: (written: string, path: string) => boolean = () => true,
): boolean {
  return (writtenByCommands(project).get(lastNameOf(path)) ?? []).some((text) => means(text, path));
}

/** What commands name outside of images, by its last name. */
const writtenByCommands = memoize(({ commands }: ProjectModel): ReadonlyMap<string, readonly string[]> => {
  const started = new Set(
    commands.flatMap((each) => (each.isInImage && each.isService ? textsOf(each).map(lastNameOf) : [])),
  );
  const texts = commands.flatMap((each) => (each.isInImage || started.has(lastNameOf(each.path)) ? [] : textsOf(each)));
  return groupBy(texts, lastNameOf);
});

const lastNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** From whatever folder the command runs: `conf/api.env` may be `deploy/conf/api.env`, and is never `api.env`. */
function mayBeIt(written: string, path: string): boolean {
  const names = written.replace(/^(?:\.{0,2}\/)+/, '');
  return written.startsWith('/') || written.includes('$') || path === names || path.endsWith(`/${names}`);
}

/** The words and targets of a command. */
function textsOf({ command: { words, redirections } }: PlacedCommand): readonly string[] {
  return [...words.map(({ text }) => text), ...redirections.flatMap(({ target }) => target?.text ?? [])];
}

/** What is below a file is below a link. */
function isBelowFile(path: string, { tree }: ProjectModel): boolean {
  const names = path.split('/');
  return names.some((_, index) => index > 0 && tree.isFile(names.slice(0, index).join('/')));
}
