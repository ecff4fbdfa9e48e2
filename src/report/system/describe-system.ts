import type { ProjectModel } from '../../project/index.ts';
import type { Components } from '../components.ts';
import type { CodeSignals } from './code-signals.ts';
import { entriesOf } from './entries.ts';
import { imagesOf } from './images.ts';
import { importPicture } from './import-picture.ts';
import { queuesOf } from './queues.ts';
import { schedulesOf } from './schedules.ts';
import { type FoundService, servicesOf } from './services.ts';
import { storesOf } from './stores.ts';
import { systemMap } from './system-map.ts';
import type { SystemModel } from './system-model.ts';

/** What the system is, from the project as the scan understood it, as far as files that were asked for have a part in it; also the services with their code. */
export function describeSystem(
  project: ProjectModel,
  signals: CodeSignals,
  components: Components,
  weightOfFile: (path: string) => number,
  requested: ReadonlySet<string>,
): { readonly system: SystemModel; readonly services: readonly FoundService[] } {
  const isRequested = ({ path }: { readonly path: string }): boolean => requested.has(path);
  const services = servicesOf(project).filter((each) => isRequested(each) || [...each.modules].some(isRequested));
  const entries = entriesOf(project, signals, components).filter(isRequested);
  const queues = queuesOf(project).filter(({ puts, takes }) => [...puts, ...takes].some(isRequested));
  const stores = storesOf(services, signals, components);
  const schedules = schedulesOf(project, signals).filter(isRequested);
  const built = new Set(services.map(({ dockerfile }) => dockerfile));
  const images = imagesOf(project).filter((each) => isRequested(each) || built.has(each.path));
  const map = systemMap({ project, signals, components, entries, services, queues, stores, schedules });
  const described = services.map(({ modules, ...service }) => service);
  const imports = importPicture(project, signals, weightOfFile);
  return {
    system: { entries, services: described, queues, stores, images, schedules, map, imports },
    services,
  };
}
