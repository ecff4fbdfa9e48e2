/** Which locations of a proxy a path of the application is called through. */
import { memoize } from '#collections';
import type { ArtifactFile, ProjectModel } from '#project';
import { isProduction } from '#project/production';
import { locationsFor, locationsIn, type ProxyPass } from '#project/proxies';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { type ServedRoute, servedRoutes } from '#project/served-routes';
import { codeOfService } from '#project/service-code';

/** A path, and what hands it on to what may be the application. */
interface ProxiedPath {
  readonly path: string;
  readonly file: ArtifactFile<'nginx'>;
  readonly passes: readonly ProxyPass[];
}

const routesOf = memoize((project: ProjectModel) => servedRoutes(project.modules.filter(isProduction), project) ?? []);

/** The paths of the routes that are wanted. */
export function proxiedPaths(isWanted: (route: ServedRoute) => boolean, project: ProjectModel): readonly ProxiedPath[] {
  const files = project.artifacts.of('nginx').filter(({ path }) => !isComposeForDevelopment(path));
  const routes = files.length === 0 ? [] : routesOf(project).filter(isWanted);
  const paths = [...new Set(routes.flatMap(({ example }) => example ?? []))];
  const isForeign = memoize(({ targets }: ProxyPass) => targets.every((target) => isElsewhere(target, project)));
  return files.flatMap((file) => {
    const all = locationsIn(file);
    return paths.flatMap((path) => {
      const passes = locationsFor(path, all).flatMap((location) => location.passes.filter((pass) => !isForeign(pass)));
      return passes.length === 0 ? [] : [{ path, file, passes }];
    });
  });
}

/** Another machine, or a service of compose that runs none of the Python of the repository. */
function isElsewhere(target: string, project: ProjectModel): boolean {
  const host = target.replace(/:\d+$/, '');
  // A machine elsewhere, or the name of one that someone fills in.
  if (/^(?!unix:).*[a-z]\.[a-z]/i.test(host)) return true;
  const services = project.artifacts
    .of('compose')
    .flatMap((file) =>
      file.model.services.filter(({ name }) => name.value === host).map((service) => ({ file, service })),
    );
  return services.length > 0 && services.every((layer) => (codeOfService(project, layer)?.started.length ?? 0) === 0);
}
