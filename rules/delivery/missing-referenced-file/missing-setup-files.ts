import type { DoubtId } from '#findings';
import type { ArtifactPlace, ProjectModel } from '#project';

interface NamedFile {
  readonly name: string;
  readonly at: ArtifactPlace;
}

/** The first of the files that a setup.py packs and that are not there. */
export interface MissingSetupFile extends NamedFile {
  readonly from: string;
  readonly others: readonly NamedFile[];
  readonly doubt?: DoubtId;
}

/** Files that describe the distribution in its pyproject.toml, where something builds it: one for each. */
export function missingDescriptions(project: ProjectModel): readonly MissingSetupFile[] {
  return project.artifacts.of('pyproject').flatMap(({ path, folder, model, placeOf }) => {
    const described = model.buildSystem === undefined ? [] : (model.project?.described ?? []);
    const missing = described.filter(({ value }) => {
      const answer = project.tree.resolve(value, folder);
      return answer.kind === 'missing' && !project.made.has(answer.path, 'checkout');
    });
    const [first, ...others] = missing.map(({ value, span }): NamedFile => ({ name: value, at: placeOf(span) }));
    return first === undefined ? [] : [{ ...first, from: path, others }];
  });
}

/** Files of `data_files` and `scripts`: one for each setup.py. */
export function missingSetupFiles(project: ProjectModel): readonly MissingSetupFile[] {
  return project.modules.flatMap(({ path, role, setup, classes }) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const isOfProject = role !== 'test' && role !== 'example' && role !== 'vendored' && role !== 'generated';
    const missing = (isOfProject ? (setup?.files ?? []) : []).filter((file) => {
      const answer = project.tree.resolve(file.path, folder);
      return answer.kind === 'missing' && !project.made.has(answer.path, 'checkout');
    });
    const [first, ...others] = missing.map((file): NamedFile => ({ name: file.path, at: { path, ...file.place } }));
    return first === undefined
      ? []
      : [{ ...first, from: path, others, ...(classes.length > 0 && { doubt: 'generated-file' as const }) }];
  });
}
