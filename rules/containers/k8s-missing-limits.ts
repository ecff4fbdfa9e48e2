import type { KubernetesContainer, KubernetesObject, KubernetesSecurityContext, KubernetesWorkload } from '#artifacts';
import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import type { ArtifactFile, ProjectModel } from '#project';
import { joinPath, type Span } from '#text';

export default defineProjectRule({
  docs: {
    summary: 'container without resource limits, security context or probes',
    why: 'Without a memory limit, a container can exhaust the memory of its node. With root and a writable file system, a vulnerability is easier to exploit. Without probes, it gets requests before it is ready and after it hangs.',
    remedy:
      'Set `resources.limits`, `securityContext` (`runAsNonRoot`, `readOnlyRootFilesystem`, `allowPrivilegeEscalation: false`) and probes',
    harm: 'leaks',
    severity: 'P2',
    precision: 'high',
    measured: { read: 46, right: 44, on: 'skyvern, argo-events, fastapi-microservices, TenSafe and three others' },
    since: '0.1.0',
    cwe: [770, 250],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: k8s/cleaner.yaml\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: cleaner\nspec:\n  template:\n    spec:\n      securityContext:\n        runAsNonRoot: true\n      containers:\n        - name: cleaner\n          image: acme/cleaner:1.4\n',
    good: '# path: k8s/cleaner.yaml\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: cleaner\nspec:\n  template:\n    spec:\n      securityContext:\n        runAsNonRoot: true\n      containers:\n        - name: cleaner\n          image: acme/cleaner:1.4\n          resources:\n            limits:\n              memory: 256Mi\n',
  },
  check(project, ctx) {
    const reported = new Set<string>();
    const cluster = clusterOf(project);
    for (const file of project.artifacts.of('kubernetes').toSorted(writtenFirst)) {
      if (cluster.patchFiles.has(file.path)) continue;
      for (const object of file.model.objects) {
        for (const container of object.workload?.containers ?? []) {
          if (container.image === undefined) continue;
          const name = container.name ?? container.image;
          const owner = `${object.kind.value} \`${object.name?.value ?? '?'}\``;
          for (const { kind, at, message, remedy } of lacksOf(container, object, cluster)) {
            const key = `${owner} ${name.value} ${kind}`;
            if (object.name !== undefined && reported.has(key)) continue;
            reported.add(key);
            ctx.report({
              at: file.placeOf(at),
              key: `${file.path} ${key}`,
              cause: kind,
              message: `\`${name.value}\` of the ${owner} ${message}`,
              remedy,
            });
          }
        }
      }
    }
  },
});

/** What others are made from comes before what a tool put together: one object is reported once. */
function writtenFirst(a: ArtifactFile, b: ArtifactFile): number {
  return Number(PUT_TOGETHER.test(a.path)) - Number(PUT_TOGETHER.test(b.path));
}

const PUT_TOGETHER =
  /(?:^|\/)(?:dist|releases?|generated)\/|(?:^|\/)(?=[^/]*$)(?:[^/]*-)?(?:install|all-in-one|bundle)/;

interface Lack {
  readonly kind: string;
  /** What it is about: the container, what runs in it, the port that is asked. */
  readonly at: Span;
  readonly message: string;
  readonly remedy: string;
}

function lacksOf(container: KubernetesContainer, object: KubernetesObject, cluster: Cluster): readonly Lack[] {
  const { workload } = object;
  const { image, name, ports } = container;
  if (workload === undefined || image === undefined) return [];
  const patches = (cluster.objects.get(nameOf(object)) ?? []).flatMap((each) => patchesOf(container, object, each));
  const lacks: Lack[] = [];
  if (![workload, container, ...patches].some(({ limits }) => limits.length > 0) && !hasDefaultLimits(object, cluster))
    lacks.push({ kind: 'limits', at: (name ?? image).span, message: 'has no resource limits', remedy: LIMIT });
  if (![container, ...patches].some((each) => isSecured(each, workload)))
    lacks.push({
      kind: 'security',
      at: image.span,
      message: 'has no `securityContext` that forbids root, privilege escalation or a writable root filesystem',
      remedy: RESTRICT,
    });
  const [first] = ports;
  const exposed = SERVING.has(object.kind.value) ? first : undefined;
  if (exposed !== undefined && ![container, ...patches].some(isProbed) && !isSidecar(container, workload))
    lacks.push({ kind: 'probes', at: exposed.port.span, message: 'has no probe', remedy: PROBE });
  return lacks;
}

const LIMIT = 'Set `resources.limits` for memory and CPU';
const RESTRICT =
  'Set `runAsNonRoot: true`, `allowPrivilegeEscalation: false` and `readOnlyRootFilesystem: true` in its `securityContext`';
const PROBE = 'Add a `readinessProbe`, and a `livenessProbe` if a restart helps';

/** Kinds whose pods are meant to run for ever. */
const SERVING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

const isProbed = ({ livenessProbe, readinessProbe, startupProbe }: KubernetesContainer): boolean =>
  (livenessProbe ?? readinessProbe ?? startupProbe) !== undefined;

/** Beside a container that is probed: the pod is judged by that. */
function isSidecar(container: KubernetesContainer, { containers }: KubernetesWorkload): boolean {
  return containers.some((other) => other !== container && isProbed(other));
}

/** Something of what keeps it in its place is set, for the container or the pod. */
function isSecured({ securityContext }: KubernetesContainer, workload: KubernetesWorkload): boolean {
  return [securityContext, workload.securityContext].some((each) => each !== undefined && restricts(each));
}

function restricts(context: KubernetesSecurityContext): boolean {
  const { runAsNonRoot, runAsUser, readOnlyRootFilesystem, allowPrivilegeEscalation, privileged } = context;
  // Anyone who asks for privileges has decided.
  if (privileged?.value === true) return true;
  const isUser = runAsUser !== undefined && runAsUser.value !== 0;
  return (
    runAsNonRoot?.value === true ||
    isUser ||
    readOnlyRootFilesystem?.value === true ||
    allowPrivilegeEscalation?.value === false ||
    context.droppedCapabilities.length > 0
  );
}

/** What objects of the repository say of others. */
interface Cluster {
  /** By kind and name. */
  readonly objects: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** LimitRanges that give limits to containers that have none. */
  readonly limitRanges: readonly KubernetesObject[];
  /** Files with parts of objects, that kustomize lays over whole ones. */
  readonly patchFiles: ReadonlySet<string>;
}

function clusterOf({ artifacts }: ProjectModel): Cluster {
  const files = artifacts.of('kubernetes');
  const all = files.flatMap(({ model }) => model.objects);
  const objects = groupBy(all, nameOf);
  const patches = files.flatMap(({ folder, model }) =>
    (model.kustomization?.patches ?? []).flatMap(({ value }) => joinPath(folder, value) ?? []),
  );
  const limitRanges = all.filter(({ limitRange }) => limitRange?.hasDefaultLimits === true);
  return { objects, limitRanges, patchFiles: new Set(patches) };
}

const nameOf = ({ kind, name }: KubernetesObject): string => `${kind.value} ${name?.value ?? ''}`;

function hasDefaultLimits({ namespace }: KubernetesObject, { limitRanges }: Cluster): boolean {
  return limitRanges.some(
    (each) => each.namespace === undefined || namespace === undefined || each.namespace.value === namespace.value,
  );
}

/** The same container in another file of an object, which kustomize lays over this one. */
function patchesOf(
  { name }: KubernetesContainer,
  object: KubernetesObject,
  other: KubernetesObject,
): readonly KubernetesContainer[] {
  if (other === object) return [];
  return (other.workload?.containers ?? []).filter(
    (each) => each.name?.value === name?.value && each.image === undefined,
  );
}
