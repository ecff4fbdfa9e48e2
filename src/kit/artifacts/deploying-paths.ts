/** What a file that is not there would have been for, by its path: what reads a file that is there tells it by its content. */

/** A workflow, a manifest or chart, a compose file that is no personal override, or the rules of what watches the system. */
export const isDeployingPath = (path: string): boolean => DEPLOYING.some((each) => each.test(path));

const DEPLOYING: readonly RegExp[] = [
  /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/,
  /(?:^|\/)\.gitlab-ci\.yml$/,
  /(?:^|\/)(?:docker-)?compose(?![\w.-]*override)[\w.-]*\.ya?ml$/,
  /(?:^|\/)(?:k8s|kubernetes|helm|charts?|manifests)\/(?:[^/]+\/)*[^/]+\.ya?ml$/i,
  /(?:^|\/)(?:prometheus|alertmanager|[\w-]*alert[\w-]*)\.ya?ml$/i,
];
