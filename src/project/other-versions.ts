/** Imports of parts of the repository by which a released distribution is meant, not the source that lies there. */
import { normalizeDistribution, type Pyproject, type SetupCfg } from '../artifacts/index.ts';
import { groupBy } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf, isWithin } from '../text/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';
import { nearestRequirements } from './declarations.ts';
import type { Requirement } from './project-model.ts';
import { admits } from './specifier.ts';

/** A distribution of the repository with the version that its source has. */
interface Source {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

export class OtherVersions {
  /** By their folders. */
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #required: ReadonlyMap<string, readonly Requirement[]>;
  /** Distributions that the repository itself makes. */
  readonly #own: ReadonlySet<string>;
  /** By folder of the importer and name of the distribution. */
  readonly #answers = new Map<string, boolean>();

  constructor(artifacts: Artifacts, requirements: readonly Requirement[]) {
    const files = artifacts.of('pyproject');
    this.#sources = new Map(files.flatMap(sourceIn).map((source) => [source.folder, source]));
    this.#required = groupBy(requirements, ({ distribution }) => distribution);
    const named = [...files, ...artifacts.of('setup-cfg')].map(({ model }) => nameIn(model));
    this.#own = new Set(named.flatMap((name) => (name === undefined ? [] : normalizeDistribution(name))));
  }

  /**
   * Whether the importer's nearest declaration shuts out the version that the module's own source has, or the importer
   * is in a folder that is only called as a distribution that the repository requires.
   */
  areMeant(module: ModuleSummary, importer: ModuleSummary): boolean {
    if (this.#isNamedLikeAnother(module, importer)) return true;
    if (this.#sources.size === 0) return false;
    const source = nearestAbove(module.path, this.#sources);
    if (source === undefined || isWithin(importer.path, source.folder)) return false;
    const key = `${folderOf(importer.path)} ${source.name}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#isShutOut(source, importer.path);
    this.#answers.set(key, answer);
    return answer;
  }

  /** `examples/pydantic/tasks.py` imports `pydantic`. */
  #isNamedLikeAnother(module: ModuleSummary, importer: ModuleSummary): boolean {
    const folder = module.isPackage ? folderOf(module.path) : '';
    if (folder === '' || !isWithin(importer.path, folder)) return false;
    const name = normalizeDistribution(folder.slice(folder.lastIndexOf('/') + 1));
    return this.#required.has(name) && !this.#own.has(name);
  }

  #isShutOut({ name, version }: Source, path: string): boolean {
    const nearest = nearestRequirements(this.#required.get(name) ?? [], path);
    return nearest.length > 0 && nearest.every(({ specifier }) => !admits(specifier, version));
  }
}

function sourceIn({ folder, model }: ArtifactFile<'pyproject'>): Source[] {
  const { name, version } = model.project ?? {};
  if (name === undefined || version === undefined || folder === '') return [];
  return [{ name: normalizeDistribution(name.value), version: version.value, folder }];
}

/** Goes up from the path: a repository of many parts has as many sources, and each import asks. */
function nearestAbove(path: string, sources: ReadonlyMap<string, Source>): Source | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const source = sources.get(folder);
    if (source !== undefined) return source;
  }
  return undefined;
}

function nameIn(model: Pyproject | SetupCfg): string | undefined {
  return 'project' in model ? model.project?.name?.value : model.name?.value;
}
