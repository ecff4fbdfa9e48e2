/** Which locations of a proxy a path of the application is called through. */
import type { ArtifactFile, ProjectModel } from '#project';
import { locationsFor, type ProxiedLocation, proxiedLocations } from '#project/proxies';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { codeOfService } from '#project/service-code';

/** A path, and the locations of one file that hand it on to what may be the application. */
interface ProxiedPath {
  readonly path: string;
  readonly file: ArtifactFile<'nginx'>;
  readonly locations: readonly ProxiedLocation[];
}

export function proxiedPaths(paths: readonly string[], project: ProjectModel): readonly ProxiedPath[] {
  return project.artifacts.of('nginx').flatMap((file) => {
    if (isComposeForDevelopment(file.path)) return [];
    const all = proxiedLocations(file);
    return paths.flatMap((path) => {
      const locations = locationsFor(path, all).filter(({ target }) => !isForeign(target, project));
      return locations.length === 0 ? [] : [{ path, file, locations }];
    });
  });
}

/** Another machine, or a service of compose that runs none of the Python of the repository. */
function isForeign(target: string, project: ProjectModel): boolean {
  const host = target.replace(/:\d+$/, '');
  // A machine elsewhere, or the name of one that someone fills in.
  if (/[a-z]\.[a-z]/i.test(host)) return true;
  const services = project.artifacts
    .of('compose')
    .flatMap((file) =>
      file.model.services.filter(({ name }) => name.value === host).map((service) => ({ file, service })),
    );
  return services.length > 0 && services.every((layer) => (codeOfService(project, layer)?.started.length ?? 0) === 0);
}
