import type { Located, Span } from '../../text/index.ts';
import type { ShellScript } from '../shell/index.ts';

/** A Dockerfile, with build arguments filled in as far as their defaults go. */
export interface Dockerfile {
  /** In order; never empty. The last is the image that a plain build makes. */
  readonly stages: readonly DockerStage[];
  /** Comments; those on lines one below the other are one. */
  readonly remarks: readonly Located<string>[];
  /** A line begins with what can be no instruction (`&&` below a line that does not go on): Docker makes no image of it. */
  readonly cannotBeBuilt?: true;
}

export interface DockerStage {
  /** `AS name`, in lower case as Docker compares it. */
  readonly name?: Located<string>;
  readonly base: DockerBase;
  readonly instructions: readonly DockerInstruction[];
  readonly span: Span;
}

/** What a stage is built on. */
export type DockerBase = { readonly span: Span; readonly written: string } & (
  | { readonly kind: 'stage'; readonly index: number }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly name: string; readonly tag?: string; readonly digest?: string }
  /** Of arguments without a default. */
  | { readonly kind: 'unknown' }
);

export type DockerInstruction = {
  readonly span: Span;
  /** The folder that it works in, absolute where it is known. */
  readonly workdir?: string;
} & (
  | ({ readonly kind: 'run'; readonly mounts: readonly DockerMount[] } & DockerCommand)
  | ({ readonly kind: 'cmd' | 'entrypoint' } & DockerCommand)
  | ({ readonly kind: 'healthcheck' } & DockerCommand)
  /** `HEALTHCHECK NONE`. */
  | { readonly kind: 'no-healthcheck' }
  | {
      readonly kind: 'copy' | 'add';
      /** A stage, an image or a named context; what is not filled in has its `$`. */
      readonly from?: Located<string>;
      /** Here-documents are left out. */
      readonly sources: readonly Located<string>[];
      readonly destination?: Located<string>;
    }
  | { readonly kind: 'env' | 'arg' | 'label'; readonly variables: readonly DockerVariable[] }
  | { readonly kind: 'user' | 'workdir' | 'stopsignal'; readonly value: Located<string> }
  | { readonly kind: 'expose' | 'volume'; readonly values: readonly Located<string>[] }
  | { readonly kind: 'shell'; readonly words: readonly Located<string>[] }
  | { readonly kind: 'onbuild' }
);

export interface DockerCommand {
  /** `exec` is a JSON array, which no shell sees. */
  readonly form: 'shell' | 'exec';
  readonly script: ShellScript;
  /** Words of the exec form. */
  readonly words: readonly Located<string>[];
}

/** `--mount` of a RUN: what is there only while it runs. */
export interface DockerMount {
  /** `bind`, `cache`, `secret`, … */
  readonly type: string;
  /** A stage or an image; absent for the build context. */
  readonly from?: string;
  readonly source?: string;
  readonly target?: string;
  readonly span: Span;
}

export interface DockerVariable {
  readonly name: string;
  readonly value?: string;
  readonly span: Span;
}

/** A stage and those it is built on, itself first. */
export function lineOfStage(dockerfile: Dockerfile, stage: DockerStage): readonly DockerStage[] {
  const line = [stage];
  for (let { base } = stage; base.kind === 'stage'; ) {
    const below = dockerfile.stages[base.index];
    // A stage knows only stages before it, so this ends; the check is for the compiler.
    if (below === undefined) break;
    line.push(below);
    base = below.base;
  }
  return line;
}
