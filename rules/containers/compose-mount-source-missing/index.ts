import { defineProjectRule } from '#kit';
import { isNamedInCode } from '#kit/artifacts';
import type { ArtifactFile, ProjectModel } from '#project';
import { isPathInDocuments } from './documented-files.ts';
import { exampleBeside } from './example-files.ts';
import { filesOf, isNamedInCommand, isNeeded, missingPath, mountsOf, type Use } from './mounted-files.ts';

export default defineProjectRule({
  docs: {
    summary: 'compose file that refers to a missing file',
    why: 'Docker creates an empty folder in place of a missing mounted file, and the program starts without its configuration or fails. A missing env, config or secret file keeps the whole stack from starting.',
    remedy: 'Add the file to the repository, or remove the reference to it',
    harm: 'breaks',
    severity: {
      'file needed for startup or monitoring': 'P0',
      'other file': 'P2',
    },
    precision: 'low',
    measured: { read: 3, right: 3, on: 'ragflow; of 85 public repositories the others mount what they hold' },
    since: '0.1.0',
    cwe: [1188],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.8' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '#5' },
    ],
    bad: '# path: deploy/compose.yml\nservices:\n  metrics:\n    image: prom/prometheus:v2.55.0\n    volumes:\n      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro\n',
    good: '# path: deploy/compose.yml\nservices:\n  metrics:\n    image: prom/prometheus:v2.55.0\n    volumes:\n      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro\n# path: deploy/prometheus.yml\nscrape_configs: []\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      const reported = new Set<string>();
      for (const use of [...mountsOf(file.model), ...filesOf(file.model)]) {
        const missing = missingPath(use, file, project);
        if (missing === undefined || reported.has(missing)) continue;
        reported.add(missing);
        ctx.report({
          at: file.placeOf(use.source.span),
          key: `${file.path} ${missing}`,
          // What a stack is configured by comes into the repository at once, or never came.
          cause: file.path,
          message: `missing file: ${use.what} \`${use.source.value}\`, ${use.source.value === missing ? 'which' : `and \`${missing}\``} does not exist in the repository`,
          ...(!isNeeded(use) && { kind: 'other file' }),
          ...doubtAndRemedy(use, missing, file, project),
        });
      }
    }
  },
});

/** An env file holds what differs between machines: it is missed where nobody says what belongs in it. */
function doubtAndRemedy(
  { isEnvironment, isSecret }: Use,
  missing: string,
  { path }: ArtifactFile,
  project: ProjectModel,
) {
  const example = exampleBeside(missing, project);
  if (example !== undefined)
    return {
      doubt: 'generated-file',
      remedy: `Copy \`${example}\` to \`${missing}\` during setup, and add \`${missing}\` to \`.gitignore\``,
    } as const;
  if (isEnvironment)
    return { remedy: `Commit an example of \`${missing}\`, and add the file itself to \`.gitignore\`` } as const;
  const mayBeWritten =
    isSecret === true ||
    /template|\{\{/i.test(path) ||
    isNamedInCommand(missing, project) ||
    isNamedInCode(missing, project) ||
    // Who sets the program up may be told to write it.
    isPathInDocuments(missing, project);
  return mayBeWritten ? ({ doubt: 'generated-file' } as const) : {};
}
