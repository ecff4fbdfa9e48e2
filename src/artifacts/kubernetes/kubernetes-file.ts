/** What Kubernetes manifests say. Source: https://kubernetes.io/docs/reference/kubernetes-api/ */
import type { Located, Span } from '../../text/index.ts';
import type { ShellScript } from '../shell/index.ts';
import type { NamedValue } from '../yaml/named-value.ts';

export interface KubernetesFile {
  /** Of all documents; those of a `List` stand for themselves. */
  readonly objects: readonly KubernetesObject[];
  /** What kustomize puts together, where the file tells it. */
  readonly kustomization: Kustomization | undefined;
}

export interface KubernetesObject {
  readonly kind: Located<string>;
  readonly apiVersion: Located<string>;
  readonly name: Located<string> | undefined;
  readonly namespace: Located<string> | undefined;
  /** Labels of the object itself. */
  readonly labels: readonly NamedValue[];
  readonly span: Span;
  /** Of objects that run containers. */
  readonly workload: KubernetesWorkload | undefined;
  readonly autoscaler: KubernetesAutoscaler | undefined;
  /** Of a LimitRange: what containers get that say nothing themselves. */
  readonly limitRange: KubernetesLimitRange | undefined;
  /** Of a ConfigMap or Secret: the keys, and the values of a ConfigMap that are short enough to be settings. */
  readonly entries: readonly NamedValue[];
  /** Of a Service: what it sends to whom. */
  readonly service: KubernetesService | undefined;
}

export interface KubernetesWorkload {
  /** Undefined where it is not written: one, or what an autoscaler says. */
  readonly replicas: Located<number> | undefined;
  /** Labels of the pods, by which services find them. */
  readonly podLabels: readonly NamedValue[];
  /** Of the pod as a whole, which its containers share. */
  readonly limits: readonly NamedValue[];
  readonly securityContext: KubernetesSecurityContext | undefined;
  readonly serviceAccount: Located<string> | undefined;
  readonly usesHostNetwork: boolean;
  readonly restartPolicy: Located<string> | undefined;
  readonly containers: readonly KubernetesContainer[];
  readonly initContainers: readonly KubernetesContainer[];
  readonly volumes: readonly KubernetesVolume[];
}

export interface KubernetesContainer {
  readonly name: Located<string> | undefined;
  readonly span: Span;
  readonly image: Located<string> | undefined;
  /** In place of the image's ENTRYPOINT. */
  readonly command: readonly Located<string>[];
  /** In place of the image's CMD. */
  readonly args: readonly Located<string>[];
  /** Command and arguments together, where there is a command; `$(NAME)` in it is dynamic. */
  readonly script: ShellScript | undefined;
  readonly environment: readonly KubernetesVariable[];
  /** ConfigMaps and Secrets whose keys all become variables. */
  readonly environmentFrom: readonly KubernetesReference[];
  readonly ports: readonly KubernetesPort[];
  readonly requests: readonly NamedValue[];
  readonly limits: readonly NamedValue[];
  readonly securityContext: KubernetesSecurityContext | undefined;
  readonly livenessProbe: KubernetesProbe | undefined;
  readonly readinessProbe: KubernetesProbe | undefined;
  readonly startupProbe: KubernetesProbe | undefined;
  readonly mounts: readonly KubernetesMount[];
}

export interface KubernetesVariable {
  readonly name: Located<string>;
  readonly value: Located<string> | undefined;
  /** Where a value that is not written comes from. */
  readonly from: KubernetesReference | undefined;
  readonly span: Span;
}

export interface KubernetesReference {
  readonly kind: 'config-map' | 'secret' | 'other';
  readonly name: Located<string> | undefined;
  readonly key: Located<string> | undefined;
}

export interface KubernetesPort {
  readonly name: Located<string> | undefined;
  readonly port: Located<string>;
}

/** Undefined is not written: the pod's, then the cluster's choice. */
export interface KubernetesSecurityContext {
  readonly span: Span;
  readonly runAsNonRoot: Located<boolean> | undefined;
  readonly runAsUser: Located<number> | undefined;
  readonly readOnlyRootFilesystem: Located<boolean> | undefined;
  readonly allowPrivilegeEscalation: Located<boolean> | undefined;
  readonly privileged: Located<boolean> | undefined;
  readonly addedCapabilities: readonly Located<string>[];
  readonly droppedCapabilities: readonly Located<string>[];
}

export interface KubernetesProbe {
  readonly kind: 'http' | 'command' | 'tcp' | 'grpc' | 'unknown';
  readonly path: Located<string> | undefined;
  readonly port: Located<string> | undefined;
  readonly script: ShellScript | undefined;
  readonly span: Span;
}

export interface KubernetesMount {
  readonly volume: Located<string> | undefined;
  readonly path: Located<string> | undefined;
}

export interface KubernetesVolume {
  readonly name: Located<string> | undefined;
  readonly source: 'config-map' | 'secret' | 'claim' | 'empty' | 'host' | 'other';
  /** The object or path that it is made of. */
  readonly of: Located<string> | undefined;
}

/** A HorizontalPodAutoscaler, or KEDA's ScaledObject. */
export interface KubernetesAutoscaler {
  readonly targetKind: string;
  readonly target: Located<string> | undefined;
  readonly minReplicas: Located<number> | undefined;
  readonly maxReplicas: Located<number> | undefined;
}

export interface KubernetesLimitRange {
  readonly hasDefaultLimits: boolean;
  readonly hasDefaultRequests: boolean;
}

export interface KubernetesService {
  readonly selector: readonly NamedValue[];
  readonly ports: readonly KubernetesPort[];
}

export interface Kustomization {
  readonly resources: readonly Located<string>[];
  /** Files that hold parts of objects, not whole ones. */
  readonly patches: readonly Located<string>[];
}
