import type { Located } from '../../text/index.ts';
import type { ShellScript } from '../shell/index.ts';

/** What a hosting platform or an init system runs: a Procfile, a unit of systemd, `fly.toml`, `render.yaml`, `railway.json`. */
export interface PlatformFile {
  readonly processes: readonly PlatformProcess[];
  /** Ports that the platform sends requests to. */
  readonly ports: readonly Located<number>[];
  readonly variables: readonly PlatformVariable[];
  /** Folders that outlive a deployment. */
  readonly volumes: readonly Located<string>[];
  /** Whether one of its processes answers requests from outside. */
  readonly isPublic: boolean;
}

/** A variable that it sets, or, without a value, asks whoever deploys for. */
export interface PlatformVariable {
  readonly name: Located<string>;
  readonly value?: Located<string>;
}

export interface PlatformProcess {
  readonly name: Located<string>;
  readonly script: ShellScript;
  /** It runs as long as the deployment, and neither builds nor prepares it. */
  readonly isService: boolean;
  /** The folder of the repository it starts in, from the file's own. */
  readonly folder?: string;
}
