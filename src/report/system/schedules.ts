import type { ProjectModel } from '../../project/index.ts';
import type { CodeSignals } from './code-signals.ts';
import { SCHEDULER_LIBRARIES } from './libraries.ts';
import type { Schedule } from './system-model.ts';

/** Work that a clock starts. */
export function schedulesOf(project: ProjectModel, signals: CodeSignals): Schedule[] {
  return [...workflows(project), ...cronJobs(project), ...libraries(signals)];
}

function workflows(project: ProjectModel): Schedule[] {
  return project.artifacts.of('workflow').flatMap(({ path, model, placeOf }) =>
    model.events.flatMap(({ crons }) =>
      crons.map((cron) => ({
        name: model.name?.value ?? path,
        from: 'workflow' as const,
        when: cron.value,
        path,
        line: placeOf(cron.span).line,
      })),
    ),
  );
}

/** The model of a manifest does not hold its schedule. */
function cronJobs(project: ProjectModel): Schedule[] {
  return project.artifacts.of('kubernetes').flatMap(({ path, model, placeOf }) =>
    model.objects
      .filter(({ kind }) => kind.value === 'CronJob')
      .map(({ name, span }) => ({
        name: name?.value ?? 'CronJob',
        from: 'cron job' as const,
        when: 'as the manifest says',
        path,
        line: placeOf(name?.span ?? span).line,
      })),
  );
}

function libraries(signals: CodeSignals): Schedule[] {
  return [...SCHEDULER_LIBRARIES].flatMap(([library, name]) => {
    const [first] = signals.importsOf(library);
    return first === undefined ? [] : [{ name, from: 'library' as const, when: 'as the code says', ...first.at }];
  });
}
