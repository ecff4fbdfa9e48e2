/** The shell commands inside a CI system's own configuration. */
import { parse } from 'yaml';

/** Every command of a configuration, by the system that reads a file of this name; undefined for other files. */
export function commandsOf(file: string, text: string): readonly string[] | undefined {
  if (isWorkflow(file)) return collect(parse(text), 'run');
  if (file === '.gitlab-ci.yml' || file === 'azure-pipelines.yml') return collect(parse(text), 'script');
  if (file === 'Jenkinsfile') return [...text.matchAll(/\bsh '([^']*)'/g)].map(([, command]) => command ?? '');
  return undefined;
}

/** What a GitHub workflow hands to the action of auditlint. */
export function actionInputsIn(file: string, text: string): readonly string[] {
  if (!isWorkflow(file)) return [];
  const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return steps.flatMap(({ uses = '', with: inputs = {} }) => (uses.includes('/auditlint@') ? Object.keys(inputs) : []));
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

function isWorkflow(file: string): boolean {
  return file.startsWith('.github/workflows/');
}

/** The values of a key, wherever it stands; a list of commands is one script. */
function collect(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (name !== key) return collect(child, key);
    return [Array.isArray(child) ? child.join('\n') : String(child)];
  });
}
