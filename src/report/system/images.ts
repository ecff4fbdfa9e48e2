import { type Dockerfile, type DockerStage, lineOfStage } from '../../artifacts/index.ts';
import type { ProjectModel } from '../../project/index.ts';
import type { Image } from './system-model.ts';

/** The images that Dockerfiles of the repository make. */
export function imagesOf(project: ProjectModel): Image[] {
  return project.artifacts.of('dockerfile').flatMap(({ path, model, placeOf }) => {
    const last = model.stages.at(-1);
    if (last === undefined) return [];
    return {
      path,
      line: placeOf(last.span).line,
      bases: basesOf(model),
      stages: model.stages.length,
      user: lastValue(model, last, 'user'),
      command: commandOf(model, last),
    };
  });
}

function basesOf({ stages }: Dockerfile): Image['bases'] {
  const bases = new Map<string, boolean>();
  for (const { base } of stages) {
    if (base.kind === 'image') bases.set(base.written, base.digest !== undefined);
    else if (base.kind === 'unknown') bases.set(base.written, false);
  }
  return [...bases].map(([written, isPinned]) => ({ written, isPinned }));
}

function lastValue(file: Dockerfile, stage: DockerStage, kind: 'user'): string | undefined {
  for (const { instructions } of lineOfStage(file, stage)) {
    const found = instructions.findLast((each) => each.kind === kind);
    if (found !== undefined && 'value' in found) return found.value.value;
  }
  return undefined;
}

function commandOf(file: Dockerfile, stage: DockerStage): string | undefined {
  for (const { instructions } of lineOfStage(file, stage)) {
    const found = ['entrypoint', 'cmd'].flatMap((kind) => {
      const each = instructions.findLast((instruction) => instruction.kind === kind);
      return each !== undefined && 'script' in each ? [each] : [];
    });
    const words = found.flatMap(({ words: exec, script }) =>
      exec.length > 0
        ? exec.map(({ value }) => value)
        : script.commands.flatMap((command) => command.words.map(({ text }) => text)),
    );
    if (words.length > 0) return words.join(' ');
  }
  return undefined;
}
