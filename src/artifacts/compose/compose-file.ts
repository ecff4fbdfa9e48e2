/** What a compose file says, of any version of the format. Source: https://docs.docker.com/reference/compose-file/ */
import type { Located, Span } from '../../text/index.ts';
import type { ShellScript } from '../shell/index.ts';
import type { NamedValue } from '../yaml/named-value.ts';

/** Values are as written, with their `${…}`, which compose fills from its environment. */
export interface ComposeFile {
  readonly name: Located<string> | undefined;
  readonly services: readonly ComposeService[];
  /** Declared at the top, for services to name. */
  readonly volumes: readonly ComposeResource[];
  readonly networks: readonly ComposeResource[];
  readonly configs: readonly ComposeResource[];
  readonly secrets: readonly ComposeResource[];
  readonly includes: readonly Located<string>[];
  /** Of these names compose takes the values from its environment or `.env`. */
  readonly filled: readonly FilledVariable[];
  /** Named so that compose merges it over the file of the same folder without `override` in its name. */
  readonly isOverride: boolean;
}

export interface FilledVariable {
  /** With its `$`, without braces. */
  readonly written: Located<string>;
  /** Compose refuses to start without it. */
  readonly isRequired: boolean;
}

export interface ComposeService {
  readonly name: Located<string>;
  readonly span: Span;
  readonly image: Located<string> | undefined;
  readonly build: ComposeBuild | undefined;
  readonly command: ComposeCommand | undefined;
  readonly entrypoint: ComposeCommand | undefined;
  readonly environment: readonly NamedValue[];
  readonly envFiles: readonly ComposeEnvFile[];
  readonly ports: readonly ComposePort[];
  /** Ports for other services only. */
  readonly expose: readonly Located<string>[];
  readonly mounts: readonly ComposeMount[];
  readonly configs: readonly ComposeReference[];
  readonly secrets: readonly ComposeReference[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly dependsOn: readonly ComposeDependency[];
  readonly networks: readonly Located<string>[];
  readonly profiles: readonly Located<string>[];
  readonly extends: ComposeExtension | undefined;
  readonly user: Located<string> | undefined;
  readonly workingDir: Located<string> | undefined;
  readonly restart: Located<string> | undefined;
  readonly networkMode: Located<string> | undefined;
  readonly isReadOnly: boolean;
  readonly isPrivileged: boolean;
  /** `deploy.replicas`, or the older `scale`. */
  readonly replicas: Located<number> | undefined;
  readonly memoryLimit: Located<string> | undefined;
  readonly cpuLimit: Located<string> | undefined;
}

export interface ComposeBuild {
  /** Where it is not written, the folder of the file. */
  readonly context: Located<string> | undefined;
  readonly dockerfile: Located<string> | undefined;
  /** The Dockerfile is in the compose file itself. */
  readonly isInline: boolean;
  readonly target: Located<string> | undefined;
  readonly args: readonly NamedValue[];
  readonly span: Span;
}

/** `form: text` is split into words as a shell would, but no shell runs it; `list` is taken word by word. */
export interface ComposeCommand {
  readonly form: 'text' | 'list' | 'shell';
  readonly script: ShellScript;
  readonly span: Span;
}

export interface ComposeEnvFile {
  readonly path: Located<string>;
  readonly isRequired: boolean;
}

/** Parts are texts, because they may be ranges or variables. */
export interface ComposePort {
  /** Undefined: on all interfaces. */
  readonly hostAddress: string | undefined;
  /** Undefined: any free one. */
  readonly published: string | undefined;
  readonly target: string;
  readonly protocol: string | undefined;
  readonly span: Span;
}

export interface ComposeMount {
  /** `bind` where the source is a path of the host, `volume` where it is a name or there is none. */
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'other';
  readonly source: Located<string> | undefined;
  readonly target: Located<string> | undefined;
  readonly isReadOnly: boolean;
  /** Docker does not make the source where the host lacks it. */
  readonly mustExist?: true;
  readonly span: Span;
}

/** A service's use of a config or secret. */
export interface ComposeReference {
  readonly source: Located<string>;
  readonly target: Located<string> | undefined;
}

export interface ComposeHealthcheck {
  /** Undefined where it only changes times. */
  readonly test: ComposeCommand | undefined;
  /** Behind the text of `CMD-SHELL`: the shell takes them for its own parameters, and the text sees none of them. */
  readonly ignoredArguments: readonly Located<string>[];
  readonly isDisabled: boolean;
  readonly span: Span;
}

export interface ComposeDependency {
  readonly service: Located<string>;
  /** `service_healthy` and its like. */
  readonly condition: Located<string> | undefined;
}

export interface ComposeExtension {
  readonly service: Located<string> | undefined;
  /** Where it is not written, this file. */
  readonly file: Located<string> | undefined;
}

/** A volume, network, config or secret that the file declares. */
export interface ComposeResource {
  readonly name: Located<string>;
  readonly isExternal: boolean;
  /** The file that a config or secret is made of. */
  readonly file: Located<string> | undefined;
  /** The variable that a config or secret is made of. */
  readonly environment: Located<string> | undefined;
  readonly span: Span;
}
