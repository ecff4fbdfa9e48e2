import type { ModuleSummary } from '../semantics/index.ts';
import { answerQuestion } from './answers.ts';
import { findImportCycles } from './import-cycles.ts';
import { ImportGraph } from './import-graph.ts';
import { Lifetimes } from './lifetimes.ts';
import { ModuleIndex } from './module-index.ts';
import type { ImportCycle, ImportEdge, ProjectModel, Requirement, Resolution } from './project-model.ts';
import type { Answer, Question } from './question.ts';
import { Reachability } from './reachability.ts';
import { Resolver } from './resolver.ts';

/** What the map half told about a whole repository. */
export interface ProjectFacts {
  readonly summaries: readonly ModuleSummary[];
  /** Every path under the root, POSIX, whether scanned or not. */
  readonly files: ReadonlySet<string>;
  readonly requirements: readonly Requirement[];
}

/** The project model. The order of summaries does not matter: they are sorted by path first. */
export function buildProjectModel(facts: ProjectFacts): ProjectModel {
  return new Project(facts);
}

/** What the questions are answered from; parts are built when first asked for. */
export class Project implements ProjectModel {
  readonly modules: readonly ModuleSummary[];
  readonly files: ReadonlySet<string>;
  readonly #requirements: readonly Requirement[];
  readonly #index: ModuleIndex;
  readonly #resolver: Resolver;
  #graph: ImportGraph | undefined;
  #cycles: readonly ImportCycle[] | undefined;
  #reachability: Reachability | undefined;
  #lifetimes: Lifetimes | undefined;
  readonly #answers = new Map<string, Answer>();

  constructor({ summaries, files, requirements }: ProjectFacts) {
    this.modules = [...summaries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    this.files = files;
    this.#requirements = requirements;
    this.#index = new ModuleIndex(this.modules, files);
    this.#resolver = new Resolver(this.#index);
  }

  get importEdges(): readonly ImportEdge[] {
    return this.graph.edges;
  }

  get importCycles(): readonly ImportCycle[] {
    this.#cycles ??= findImportCycles(this.modules, this.importEdges, this.#resolver);
    return this.#cycles;
  }

  get graph(): ImportGraph {
    this.#graph ??= new ImportGraph(this.modules, this.#resolver);
    return this.#graph;
  }

  get reachability(): Reachability {
    this.#reachability ??= new Reachability(this.modules, this.#resolver);
    return this.#reachability;
  }

  get lifetimes(): Lifetimes {
    this.#lifetimes ??= new Lifetimes(this.modules, this.#resolver);
    return this.#lifetimes;
  }

  moduleByPath(path: string): ModuleSummary | undefined {
    return this.#index.byPath(path);
  }

  importNameOf(module: ModuleSummary): string {
    return this.#index.importNameOf(module);
  }

  modulesNamed(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    return this.#index.named(dotted, importer);
  }

  resolve(dotted: string, importer: ModuleSummary): Resolution {
    return this.#resolver.resolve(dotted, importer);
  }

  resolveImport(imported: ModuleSummary['imports'][number], importer: ModuleSummary): Resolution {
    return this.#resolver.resolveImport(imported, importer);
  }

  importersOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.graph.importersOf(module);
  }

  functionNamed(qualifiedName: string): ReturnType<ProjectModel['functionNamed']> {
    return this.#resolver.functionNamed(qualifiedName);
  }

  classNamed(qualifiedName: string): ReturnType<ProjectModel['classNamed']> {
    return this.#resolver.classNamed(qualifiedName);
  }

  requirementsOn(distribution: string): readonly Requirement[] {
    return this.#requirements.filter((requirement) => requirement.distribution === distribution);
  }

  get declaresRequirements(): boolean {
    return this.#requirements.length > 0;
  }

  answer(question: Question): Answer {
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = answerQuestion(question, this);
    this.#answers.set(key, answer);
    return answer;
  }
}
