/** What a YAML file is whose name does not say it: by its words alone, so that files of no interest are never parsed. */
export type RecognisedYaml = 'compose' | 'conda-environment' | 'kubernetes' | 'prometheus' | 'requirements';

export function recogniseYaml(content: string, path: string): RecognisedYaml | undefined {
  if (content.includes('kind: PrometheusRule') && !/^kind:(?!\s*PrometheusRule\b)/m.test(content)) return 'prometheus';
  if (isKubernetes(content) || /(?:^|\/)kustomization\.ya?ml$/.test(path)) return 'kubernetes';
  if (/^groups:/m.test(content) && /^[ \t]*(?:-[ \t]+)?(?:alert|record):/m.test(content)) return 'prometheus';
  if (/^services:/m.test(content) && SERVICE.test(content) && /^[ \t]+(?:image|build):/m.test(content))
    return 'compose';
  if (/^channels:/m.test(content) && /^dependencies:/m.test(content)) return 'conda-environment';
  if (REQUIREMENTS.test(path) && isPlainList(content)) return 'requirements';
  return undefined;
}

const REQUIREMENTS = /(?:^|\/)requirements[^/]{0,255}\.ya?ml$/;

/** Lines of a requirements file under the ending of another format: no key, no item of a list. */
function isPlainList(content: string): boolean {
  const lines = content.split('\n').filter((line) => !/^\s*(?:#.*)?$/.test(line));
  return lines.length > 0 && lines.every((line) => PLAIN.test(line.trimEnd()));
}

const PLAIN = /^[A-Za-z0-9][\w.-]{0,255}(?:\[[\w,.-]{1,255}\])?(?:[ \t]*[<>=!~]=?[^:#]{1,255})?(?:[ \t]+#.*)?$/;

/** Definitions of kinds are long and run nothing. */
function isKubernetes(content: string): boolean {
  return /^apiVersion:/m.test(content) && /^kind:(?!\s*["']?CustomResourceDefinition\b)/m.test(content);
}

/** The key of a service is on its own on the first line below. */
const SERVICE = /^services:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+["']?[\w.-]+["']?:[ \t]*(?:[#&].*)?\r?\n/m;
