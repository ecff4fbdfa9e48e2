import type { ShellScript } from '../../artifacts/index.ts';
import { datastoreImage } from '../../knowledge/datastore-images.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { codeOfService } from '../../project/service-code.ts';
import { modulesStartedBy } from '../../project/started-modules.ts';
import type { Service } from './system-model.ts';

/** A service with the code that runs in it, as far as that can be determined. */
export interface FoundService extends Service {
  readonly modules: ReadonlySet<ModuleSummary>;
}

/** What is deployed: services of compose files, workloads of manifests, processes of a platform or an init system. Of equal names the first. */
export function servicesOf(project: ProjectModel): FoundService[] {
  const all = [...composeServices(project), ...workloads(project), ...processes(project)];
  const known = new Set<string>();
  return all.filter(({ from, name }) => {
    const key = `${from} ${name}`;
    return known.has(key) ? false : known.add(key);
  });
}

function composeServices(project: ProjectModel): FoundService[] {
  return project.artifacts.of('compose').flatMap((file) =>
    file.model.services.map((service) => {
      const code = codeOfService(project, { file, service });
      const image = service.image?.value;
      return {
        name: service.name.value,
        from: 'compose' as const,
        image,
        dockerfile: code?.image.dockerfile.path,
        ports: service.ports.map(({ published, target }) =>
          published === undefined ? target : `${published}:${target}`,
        ),
        replicas: service.replicas?.value,
        dependsOn: service.dependsOn.map(({ service: other }) => other.value),
        starts: (code?.started ?? []).map(({ module }) => project.importNameOf(module)),
        isStore: service.build === undefined && image !== undefined && datastoreImage(image) !== undefined,
        modules: code?.modules ?? new Set<ModuleSummary>(),
        path: file.path,
        line: file.placeOf(service.name.span).line,
      };
    }),
  );
}

function workloads(project: ProjectModel): FoundService[] {
  return project.artifacts.of('kubernetes').flatMap((file) =>
    file.model.objects.flatMap(({ kind, name, workload, span }) => {
      if (workload === undefined || kind.value === 'CronJob') return [];
      const [container] = workload.containers;
      const image = container?.image?.value;
      const started = startedBy(
        project,
        file.path,
        workload.containers.flatMap(({ script }) => script ?? []),
      );
      return {
        name: name?.value ?? kind.value,
        from: 'kubernetes' as const,
        image,
        dockerfile: undefined,
        ports: workload.containers.flatMap(({ ports }) => ports.map(({ port }) => port.value)),
        replicas: workload.replicas?.value,
        dependsOn: [],
        starts: started.map((module) => project.importNameOf(module)),
        isStore: image !== undefined && datastoreImage(image) !== undefined,
        modules: new Set(started),
        path: file.path,
        line: file.placeOf(name?.span ?? span).line,
      };
    }),
  );
}

function processes(project: ProjectModel): FoundService[] {
  return project.artifacts.of('platform').flatMap((file) =>
    file.model.processes
      .filter(({ isService }) => isService)
      .map(({ name, script }) => {
        const started = startedBy(project, file.path, [script]);
        return {
          name: name.value,
          from: 'platform' as const,
          image: undefined,
          dockerfile: undefined,
          ports: file.model.ports.map(({ value }) => String(value)),
          replicas: undefined,
          dependsOn: [],
          starts: started.map((module) => project.importNameOf(module)),
          isStore: false,
          modules: new Set(started),
          path: file.path,
          line: file.placeOf(name.span).line,
        };
      }),
  );
}

function startedBy(project: ProjectModel, path: string, scripts: readonly ShellScript[]): readonly ModuleSummary[] {
  const commands = new Set(scripts.flatMap((script) => script.commands));
  const placed = project.commands.filter((each) => each.path === path && commands.has(each.command));
  return placed.flatMap((command) => modulesStartedBy(command, project));
}
