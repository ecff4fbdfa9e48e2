import type { ComposeBuild, ComposeFile, ComposeService } from '../artifacts/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import { joinPath } from '../text/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';

/** One place that says something of a service. */
export interface ComposeLayer {
  readonly file: ArtifactFile<'compose'>;
  readonly service: ComposeService;
}

/**
 * Every place that says, or may say, something of a service, itself first: what it extends, and the services of its name in
 * other compose files of the folder, one of which is laid over the other.
 */
export function layersOf(artifacts: Artifacts, layer: ComposeLayer): readonly ComposeLayer[] {
  const layers: ComposeLayer[] = [];
  const isKnown = ({ service }: ComposeLayer) => layers.some((each) => each.service === service);
  const add = (each: ComposeLayer): void => {
    if (isKnown(each) || layers.length > MAX_LAYERS) return;
    layers.push(each);
    for (const other of [...extendedBy(artifacts, each), ...laidOver(artifacts, each)]) add(other);
  };
  add(layer);
  return layers;
}

/** `extends` may go in circles, which compose refuses. */
const MAX_LAYERS = 50;

function extendedBy(artifacts: Artifacts, { file, service }: ComposeLayer): readonly ComposeLayer[] {
  const { extends: extended } = service;
  if (extended === undefined) return [];
  const path = extended.file === undefined ? file.path : joinPath(file.folder, extended.file.value);
  const other = path === undefined ? undefined : artifacts.at('compose', path);
  return other === undefined ? [] : named(other, extended.service?.value ?? service.name.value, artifacts);
}

/** Files of one folder are taken together by `-f a -f b`; two that are each whole are alternatives. */
function laidOver(artifacts: Artifacts, { file, service }: ComposeLayer): readonly ComposeLayer[] {
  const alike = layersByPlace(artifacts).get(placeOf(file.folder, service.name.value)) ?? [];
  return alike.filter(
    (layer) =>
      layer.file !== file &&
      (isPart(layer) || isPart({ file, service }) || isBase(file, layer.file) || isBase(layer.file, file)),
  );
}

/** By the folder of the file and the name of the service. */
const layersByPlace = memoize((artifacts: Artifacts): ReadonlyMap<string, readonly ComposeLayer[]> => {
  const layers = artifacts.of('compose').flatMap((file) => file.model.services.map((service) => ({ file, service })));
  return groupBy(layers, ({ file, service }) => placeOf(file.folder, service.name.value));
});

const placeOf = (folder: string, name: string): string => `${folder}\n${name}`;

const named = (file: ArtifactFile<'compose'>, name: string, artifacts: Artifacts): ComposeLayer[] =>
  (layersByPlace(artifacts).get(placeOf(file.folder, name)) ?? []).filter((layer) => layer.file === file);

/** It cannot run alone: another file says what it is. */
function isPart({ service }: ComposeLayer): boolean {
  return service.image === undefined && service.build === undefined && service.extends === undefined;
}

/** `compose.prod.yml` beside `compose.yml`. */
function isBase(file: ArtifactFile, other: ArtifactFile): boolean {
  return other.path.startsWith(`${file.path.replace(/\.ya?ml$/, '')}.`);
}

/** A service's build, its own or that of the layers below; with the file whose folder its paths start from. */
export function buildOf(
  layers: readonly ComposeLayer[],
): { readonly file: ArtifactFile<'compose'>; readonly build: ComposeBuild } | undefined {
  for (const { file, service } of layers) if (service.build !== undefined) return { file, build: service.build };
  return undefined;
}

/** The first thing that a layer says. */
export function firstOf<T>(
  layers: readonly ComposeLayer[],
  get: (service: ComposeFile['services'][number]) => T | undefined,
): T | undefined {
  for (const { service } of layers) {
    const found = get(service);
    if (found !== undefined) return found;
  }
  return undefined;
}
