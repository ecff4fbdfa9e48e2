/** What a YAML file is whose name does not say it: by its words alone, so that files of no interest are never parsed. */
export type RecognisedYaml = 'compose' | 'conda-environment' | 'kubernetes' | 'prometheus';

export function recogniseYaml(content: string, path: string): RecognisedYaml | undefined {
  if (content.includes('kind: PrometheusRule') && !/^kind:(?!\s*PrometheusRule\b)/m.test(content)) return 'prometheus';
  if (isKubernetes(content) || /(?:^|\/)kustomization\.ya?ml$/.test(path)) return 'kubernetes';
  if (/^groups:/m.test(content) && /^[ \t]*(?:-[ \t]+)?(?:alert|record):/m.test(content)) return 'prometheus';
  if (/^services:/m.test(content) && SERVICE.test(content) && /^[ \t]+(?:image|build):/m.test(content))
    return 'compose';
  if (/^channels:/m.test(content) && /^dependencies:/m.test(content)) return 'conda-environment';
  return undefined;
}

/** Definitions of kinds are long and run nothing. */
function isKubernetes(content: string): boolean {
  return /^apiVersion:/m.test(content) && /^kind:(?!\s*["']?CustomResourceDefinition\b)/m.test(content);
}

/** The key of a service stands alone on the first line below. */
const SERVICE = /^services:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+["']?[\w.-]+["']?:[ \t]*(?:[#&].*)?\r?\n/m;
