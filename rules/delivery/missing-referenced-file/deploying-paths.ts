/** What a missing file was for, judged by its path; of a file that exists its content decides. */

/** A workflow, a manifest or chart, a compose file that is no personal override, or the rules of what watches the system. */
export const isDeployingPath = (path: string): boolean => DEPLOYING.some((each) => each.test(path));

const DEPLOYING: readonly RegExp[] = [
  /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/,
  /(?:^|\/)\.gitlab-ci\.yml$/,
  /(?:^|\/)(?:docker-)?compose(?![\w.-]*override)[\w.-]*\.ya?ml$/,
  /(?:^|\/)(?:k8s|kubernetes|helm|charts?|manifests)\/(?:[^/]+\/)*[^/]+\.ya?ml$/i,
  /(?:^|\/)(?:prometheus|alertmanager|[\w-]*alert[\w-]*)\.ya?ml$/i,
];
