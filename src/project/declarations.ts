import type { Artifacts } from './artifacts.ts';
import type { EntryPoint, Requirement } from './project-model.ts';

/** Every dependency that a file of the project declares, by path. */
export function declaredRequirements(artifacts: Artifacts): Requirement[] {
  const files = [...artifacts.of('pyproject'), ...artifacts.of('requirements')];
  return files.flatMap(({ path, model, placeOf }) =>
    model.requirements.map(({ value, span }) => ({ ...value, path, line: placeOf(span).line })),
  );
}

/** Everything that packaging makes runnable or findable by its name. */
export function declaredEntryPoints(artifacts: Artifacts): EntryPoint[] {
  return artifacts
    .of('pyproject')
    .flatMap(({ path, model, placeOf }) =>
      model.entryPoints.map(({ value, span }) => ({ path, line: placeOf(span).line, reference: value })),
    );
}
