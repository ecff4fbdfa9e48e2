import { groupBy } from '../collections/index.ts';
import type { Standing } from '../findings/index.ts';
import { blockingAfter } from '../knowledge/blocking-names.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { compareText } from '../text/index.ts';
import { answerQuestion } from './answers.ts';
import { Artifacts, type MappedArtifact } from './artifacts.ts';
import { ImageBuilds } from './builds.ts';
import { CallGraph } from './call-graph.ts';
import { CiRuns, MAX_COMMANDS } from './ci-runs.ts';
import { allCommands, type PlacedCommand, startingCommands } from './commands.ts';
import { declaredEntryPoints, declaredRequirements, runtimeListsOf } from './declarations.ts';
import { EventLoop } from './event-loop.ts';
import { isProtocol } from './implementations.ts';
import { findImportCycles } from './import-cycles.ts';
import { ImportGraph } from './import-graph.ts';
import { Lifetimes } from './lifetimes.ts';
import { Lineages } from './lineages.ts';
import { LoopSharing } from './loop-sharing.ts';
import { MadePaths } from './made-paths.ts';
import { ModuleIndex } from './module-index.ts';
import { ModuleUses } from './module-uses.ts';
import { type NoxFile, noxFiles } from './nox-scripts.ts';
import { OtherVersions } from './other-versions.ts';
import type { OwnQuestion } from './own-question.ts';
import { type Distribution, packagedDistributions } from './packaging.ts';
import type {
  EntryPoint,
  ImportCycle,
  ImportEdge,
  LocatedClass,
  LocatedFunction,
  ModuleUse,
  ProjectLimit,
  ProjectModel,
  Requirement,
  Resolution,
  Signature,
  Target,
} from './project-model.ts';
import type { Answer, Question } from './question.ts';
import { findQueueEnds, type QueueEnd } from './queue-ends.ts';
import { carriedBy } from './reach/carried-distributions.ts';
import { Standings } from './reach/standings.ts';
import { vendoredBy } from './reach/vendored.ts';
import { Reachability } from './reachability.ts';
import { RepositoryTree } from './repository-tree.ts';
import { Resolver } from './resolver.ts';
import { Signatures } from './signatures.ts';
import { Targets } from './targets.ts';
import { type Bringing, TransitiveDistributions } from './transitive-distributions.ts';

/** What the map half told about a whole repository. */
export interface ProjectFacts {
  readonly summaries: readonly ModuleSummary[];
  /** Every path under the root, POSIX, whether scanned or not. */
  readonly files: ReadonlySet<string>;
  /** Modules that files which are not Python may name. */
  readonly mentions?: ReadonlySet<string>;
  /** Modules that documents name. */
  readonly documented?: ReadonlySet<string>;
  /** Of rules' own, by name. */
  readonly questions?: ReadonlyMap<string, OwnQuestion>;
  /** In any order. */
  readonly artifacts?: readonly MappedArtifact[];
  /** Whether git's ignore rules leave a path out, even one that does not exist. */
  isGitIgnored?(path: string): boolean;
  /** Whether a file that they leave out is in the repository all the same. */
  isKept?(path: string): boolean;
}

/** The project model. The order of summaries does not matter: they are sorted by path first. */
export function buildProjectModel(facts: ProjectFacts): ProjectModel {
  return new Project(facts);
}

/** What the questions are answered from; parts are built when first asked for. */
export class Project implements ProjectModel {
  readonly modules: readonly ModuleSummary[];
  readonly files: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
  readonly documented: ReadonlySet<string>;
  readonly artifacts: Artifacts;
  readonly tree: RepositoryTree;
  readonly questions: ReadonlyMap<string, OwnQuestion>;
  readonly entryPoints: readonly EntryPoint[];
  readonly requirements: readonly Requirement[];
  readonly runtimeLists: readonly string[];
  readonly #index: ModuleIndex;
  readonly #resolver: Resolver;
  readonly #lineages: Lineages;
  readonly #targets: Targets;
  readonly #signatures: Signatures;
  #graph: ImportGraph | undefined;
  #cycles: readonly ImportCycle[] | undefined;
  #calls: CallGraph | undefined;
  #reachability: Reachability | undefined;
  #standings: Standings | undefined;
  #startingCommands: readonly PlacedCommand[] | undefined;
  #isCarried: ((path: string) => boolean) | undefined;
  #isLeftToOthers: ((path: string) => boolean) | undefined;
  #lifetimes: Lifetimes | undefined;
  #queueEnds: readonly QueueEnd[] | undefined;
  #eventLoop: EventLoop | undefined;
  #loopSharing: LoopSharing | undefined;
  #uses: ModuleUses | undefined;
  #commands: readonly PlacedCommand[] | undefined;
  #distributions: readonly Distribution[] | undefined;
  #ci: CiRuns | undefined;
  #builds: ImageBuilds | undefined;
  #made: MadePaths | undefined;
  #requirementsOn: ReadonlyMap<string, readonly Requirement[]> | undefined;
  #transitive: TransitiveDistributions | undefined;
  readonly #noxfiles: readonly NoxFile[];
  readonly #answers = new Map<string, Answer>();

  constructor({
    summaries,
    files,
    artifacts = [],
    mentions = new Set(),
    documented = new Set(),
    questions = new Map(),
    isGitIgnored = () => false,
    isKept = () => false,
  }: ProjectFacts) {
    this.modules = [...summaries].sort((a, b) => compareText(a.path, b.path));
    this.files = files;
    this.mentions = mentions;
    this.documented = documented;
    this.questions = questions;
    this.artifacts = new Artifacts(artifacts);
    this.tree = new RepositoryTree(files, isGitIgnored, isKept);
    this.#noxfiles = noxFiles(this.modules);
    this.entryPoints = declaredEntryPoints(this.artifacts, this.modules);
    this.requirements = declaredRequirements(this.artifacts, this.modules);
    this.runtimeLists = runtimeListsOf(this.artifacts, this.modules);
    this.#index = new ModuleIndex(this.modules, this.tree);
    this.#resolver = new Resolver(this.#index, new OtherVersions(this.artifacts, this.requirements), this.modules);
    this.#lineages = new Lineages(this.modules, this.#resolver);
    this.#targets = new Targets(this.#index, this.#resolver, this.#lineages, this.modules);
    this.#signatures = new Signatures(this.#targets, this.#lineages);
  }

  get commands(): readonly PlacedCommand[] {
    this.#commands ??= allCommands(this.artifacts, this.#noxfiles);
    return this.#commands;
  }

  get startingCommands(): readonly PlacedCommand[] {
    this.#startingCommands ??= startingCommands(this.artifacts, this.#noxfiles);
    return this.#startingCommands;
  }

  /** Whether a file belongs to a distribution of others that the repository carries along. */
  isCarried(path: string): boolean {
    this.#isCarried ??= carriedBy(this);
    return this.#isCarried(path);
  }

  /** Whether the project has its tools pass a file over as code of others. */
  isLeftToOthers(path: string): boolean {
    this.#isLeftToOthers ??= vendoredBy(this.artifacts);
    return this.#isLeftToOthers(path);
  }

  standingAt(path: string, line: number): Standing {
    this.#standings ??= new Standings(this);
    return this.#standings.at(path, line);
  }

  get builds(): ImageBuilds {
    this.#builds ??= new ImageBuilds(this);
    return this.#builds;
  }

  get made(): MadePaths {
    this.#made ??= new MadePaths(this.artifacts, this.commands, this.tree);
    return this.#made;
  }

  transitivityOf(distribution: string): Bringing {
    this.#transitive ??= new TransitiveDistributions(this.requirements, this.artifacts);
    return this.#transitive.of(distribution);
  }

  get ci(): CiRuns {
    this.#ci ??= new CiRuns(this.artifacts, this.tree, this.#noxfiles);
    return this.#ci;
  }

  get limitsMet(): readonly ProjectLimit[] {
    const at = this.#ci?.leftOutFrom;
    const says = `the workflows run more than ${MAX_COMMANDS} commands, and those from here on are not looked at`;
    return at === undefined ? [] : [{ at, says }];
  }

  get distributions(): readonly Distribution[] {
    this.#distributions ??= packagedDistributions(this);
    return this.#distributions;
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

  get calls(): CallGraph {
    this.#calls ??= new CallGraph(this.modules, this.#resolver, this.#lineages);
    return this.#calls;
  }

  get reachability(): Reachability {
    this.#reachability ??= new Reachability(this.calls, this.#lineages);
    return this.#reachability;
  }

  get eventLoop(): EventLoop {
    this.#eventLoop ??= new EventLoop(this.calls);
    return this.#eventLoop;
  }

  get loopSharing(): LoopSharing {
    this.#loopSharing ??= new LoopSharing(this.calls, this.reachability);
    return this.#loopSharing;
  }

  get queueEnds(): readonly QueueEnd[] {
    this.#queueEnds ??= findQueueEnds(this.modules, this.#resolver);
    return this.#queueEnds;
  }

  get lifetimes(): Lifetimes {
    this.#lifetimes ??= new Lifetimes(this.modules, this.#resolver, this.calls);
    return this.#lifetimes;
  }

  moduleByPath(path: string): ModuleSummary | undefined {
    return this.#index.byPath(path);
  }

  importNameOf(module: ModuleSummary): string {
    return this.#index.importNameOf(module);
  }

  resolve(dotted: string, importer: ModuleSummary): Resolution {
    return this.#resolver.resolve(dotted, importer);
  }

  resolveImport(imported: ModuleSummary['imports'][number], importer: ModuleSummary): Resolution {
    return this.#resolver.resolveImport(imported, importer);
  }

  clientWait(path: string, importer: ModuleSummary): string | undefined {
    const start = this.#targets.foreignObject(path, importer);
    return start === undefined ? undefined : blockingAfter(start.class, start.rest);
  }

  foreignMethod(path: string, importer: ModuleSummary): string | undefined {
    const start = this.#targets.foreignObject(path, importer);
    return start?.rest.length === 1 ? `${start.class}.${start.rest[0]}` : undefined;
  }

  follow(path: string, importer: ModuleSummary): Target {
    return this.#targets.follow(path, importer);
  }

  isFarFetched(accessPath: string, importer: ModuleSummary, home?: ModuleSummary): boolean {
    return this.#resolver.isFarFetched(accessPath, importer, home);
  }

  lineOf(found: LocatedClass): readonly (LocatedClass | string)[] {
    return this.#lineages.of(found);
  }

  derivedFrom(found: LocatedClass): readonly LocatedClass[] {
    return this.#lineages.derivedFrom(found);
  }

  signatureOf(target: Target): Signature | undefined {
    return this.#signatures.of(target);
  }

  holdsForOverrides(target: Target, test: (other: Target) => boolean, declared?: 'as-declared'): boolean {
    if (target.kind === 'class')
      return this.#lineages.derivedFrom(target).every((derived) => test({ kind: 'class', ...derived }));
    if (target.kind !== 'function' || target.owner === undefined || !target.isBound || target.isExact) return true;
    // Whatever has such a method is a class of a protocol, whether it says so or not, and keeps no more than what that declares.
    if (isProtocol(target.owner) && declared === undefined) return false;
    const name = target.function.qualifiedName.split('.').at(-1) ?? '';
    return this.#lineages.derivedFrom(target.owner).every((derived) => {
      const other = this.#targets.memberOf(derived, name, true);
      return (other.kind === 'function' && other.function === target.function) || test(other);
    });
  }

  importsOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.graph.importsOf(module);
  }

  importersOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.graph.importersOf(module);
  }

  get uses(): ModuleUses {
    this.#uses ??= new ModuleUses(this);
    return this.#uses;
  }

  useOf(module: ModuleSummary): ModuleUse | undefined {
    return this.uses.useOf(module);
  }

  functionNamed(qualifiedName: string): LocatedFunction | undefined {
    return this.#resolver.functionNamed(qualifiedName);
  }

  classNamed(qualifiedName: string): LocatedClass | undefined {
    return this.#resolver.classNamed(qualifiedName);
  }

  requirementsOn(distribution: string): readonly Requirement[] {
    this.#requirementsOn ??= groupBy(this.requirements, (requirement) => requirement.distribution);
    return this.#requirementsOn.get(distribution) ?? [];
  }

  answer(question: Question, key = JSON.stringify(question)): Answer {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = answerQuestion(question, this);
    this.#answers.set(key, answer);
    return answer;
  }
}
