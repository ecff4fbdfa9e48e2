/** The shell commands inside a CI system's own configuration. */
import { parse } from 'yaml';

/** Every command of a configuration, by the system that reads a file of this name; undefined for other files. */
export function commandsOf(file: string, text: string): readonly string[] | undefined {
  if (file.startsWith('.github/workflows/')) return collect(parse(text), 'run');
  if (file === '.gitlab-ci.yml' || file === 'azure-pipelines.yml') return collect(parse(text), 'script');
  if (file === 'Jenkinsfile') return [...text.matchAll(/\bsh '([^']*)'/g)].map(([, command]) => command ?? '');
  return undefined;
}

/** The values of a key, wherever it stands; a list of commands is one script. */
function collect(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (name !== key) return collect(child, key);
    return [Array.isArray(child) ? child.join('\n') : String(child)];
  });
}
