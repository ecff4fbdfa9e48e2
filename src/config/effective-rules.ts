import { join } from 'node:path';
import { type Profile, SEVERITIES, type Severity } from '../findings/index.ts';
import type { Honoured } from './choices.ts';
import type {
  ConfigurableRule,
  Configuration,
  Origin,
  Override,
  RawOptions,
  RuleSettings,
  Selector,
  Setting,
} from './configuration.ts';
import type { Configurations } from './configurations.ts';
import { compileGlobs } from './globs.ts';
import { optionsSchema } from './schema.ts';
import { selected } from './selector.ts';

/** What the command line says of rules. It is stronger than any file. */
export interface CommandLineSettings {
  readonly profile?: Profile;
  /** Replaces `min-severity` of the configuration. */
  readonly minSeverity?: Severity;
  /** Replaces `select` of the configuration; undefined when not given. */
  readonly select?: readonly Selector[];
  readonly ignore?: readonly Selector[];
  /** Replaces `honour` of the configuration. */
  readonly honour?: readonly Honoured[];
}

/** Whether and how one rule runs on one file, with the origin of each decision. */
export interface RuleDecision {
  readonly rule: ConfigurableRule;
  readonly enabled: boolean;
  /** Of the rule's findings, the severities that are shown: none where it is off. */
  readonly shown: readonly Severity[];
  /** What switched the rule on or off last. */
  readonly because: Origin;
  readonly profile: Profile;
  /** Severity of the rule here, and where it was changed; the rule's own when undefined. */
  readonly severity: Setting<Severity> | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly optionOrigins: readonly Origin[];
}

/** How one rule runs on one file. */
interface EffectiveRule {
  readonly profile: Profile;
  readonly severity?: Severity;
  /** The severities that are shown, where some are not. */
  readonly shown?: readonly Severity[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** The rules enabled on a file, by name: what the engine is given. */
export interface EffectiveRules {
  readonly rules: ReadonlyMap<string, EffectiveRule>;
  /** Other tools whose comments count. */
  readonly honour?: readonly Honoured[];
  /** By rule, the severities of which no comment takes out a finding; absent where there are none. */
  readonly unsuppressable?: ReadonlyMap<string, readonly Severity[]>;
}

/** One file of configuration, and what of it holds for a path. */
export interface PathLayer {
  readonly configuration: Configuration;
  readonly overrides: readonly Override[];
}

/** Merges profile, configurations, per-path overrides and command line into what holds for each file. */
export class RuleResolution {
  readonly #matchers = new Map<Override, (path: string) => boolean>();
  readonly #byLayers = new Map<readonly Configuration[], Map<string, EffectiveRules>>();
  readonly #byPath = new Map<string, EffectiveRules>();
  #project: { readonly from: number; readonly effective: EffectiveRules } | undefined;

  constructor(
    readonly rules: readonly ConfigurableRule[],
    readonly configurations: Configurations,
    readonly commandLine: CommandLineSettings,
  ) {}

  get root(): string {
    return this.configurations.root;
  }

  /** The profile at a path; of the root where none is given. */
  profileAt(path?: string): Setting<Profile> {
    const { configurations } = this;
    return this.#profileOf(path === undefined ? configurations.ofRoot : configurations.layersAt(path));
  }

  #minSeverityOf(layers: readonly PathLayer[]): Setting<Severity> | undefined {
    const { minSeverity } = this.commandLine;
    if (minSeverity !== undefined) return { value: minSeverity, origin: '--min-severity' };
    return layers.findLast(({ configuration }) => configuration.minSeverity !== undefined)?.configuration.minSeverity;
  }

  #profileOf(layers: readonly Configuration[]): Setting<Profile> {
    if (this.commandLine.profile !== undefined) return { value: this.commandLine.profile, origin: '--profile' };
    const nearest = layers.findLast(({ profile }) => profile !== undefined);
    return nearest?.profile ?? { value: 'default', origin: 'default' };
  }

  /** The overrides that hold for a path (relative to the root, with `/`), the weakest first. */
  overridesFor(path: string): readonly Override[] {
    return this.layersOf(path).flatMap(({ overrides }) => overrides);
  }

  /** The same object for paths on which the same rules run in the same way. */
  optionsFor(path: string): EffectiveRules {
    // Map, cache and reduce each ask for every path.
    const options = this.#byPath.get(path) ?? this.#optionsUnder(path);
    this.#byPath.set(path, options);
    return options;
  }

  #optionsUnder(path: string): EffectiveRules {
    const configurations = this.configurations.layersAt(path);
    const known = this.#byLayers.get(configurations) ?? new Map<string, EffectiveRules>();
    this.#byLayers.set(configurations, known);
    const layers = this.layersOf(path);
    const key = layers.flatMap(({ overrides }) => overrides.map(({ origin }) => origin)).join(' ');
    const options = known.get(key) ?? this.#effective(layers);
    known.set(key, options);
    return options;
  }

  /** What holds where no file is meant. A rule that anything enables takes part: its findings are asked for by path. */
  get project(): EffectiveRules {
    const { ofRoot, allLayers } = this.configurations;
    // Configurations are read as paths are asked for.
    if (this.#project?.from !== allLayers.length) {
      this.#project = { from: allLayers.length, effective: this.#ofAnyPath([ofRoot, ...allLayers]) };
    }
    return this.#project.effective;
  }

  #ofAnyPath(layers: readonly (readonly Configuration[])[]): EffectiveRules {
    const rules = new Map<string, EffectiveRule>();
    for (const configurations of layers) {
      const overrides = configurations.flatMap((configuration) => configuration.overrides);
      for (const chosen of [[], ...overrides.map((override) => [override])]) {
        const held = placed(configurations, (override) => chosen.includes(override));
        for (const [name, rule] of this.#effective(held).rules) if (!rules.has(name)) rules.set(name, rule);
      }
    }
    return { rules };
  }

  /** Decides on every rule at a path. */
  decide(path: string): RuleDecision[] {
    return this.#decideAll(this.layersOf(path));
  }

  /** Names the rules that run under some layers, in a profile that is not theirs if one is given. */
  enabledIn(layers: readonly PathLayer[], profile?: Profile): string {
    const decisions = this.#decideAll(layers, profile && { value: profile, origin: 'default' });
    return decisions
      .flatMap(({ rule, enabled, profile: light, shown }) => (enabled ? `${rule.name} ${light} ${shown}` : []))
      .join('\n');
  }

  #decideAll(layers: readonly PathLayer[], given?: Setting<Profile>): RuleDecision[] {
    const profile = given ?? this.#profileOf(layers.map(({ configuration }) => configuration));
    return this.rules.map((rule) => this.#decideRule(rule, layers, profile));
  }

  /** What holds for a path, the weakest first. */
  layersOf(path: string): PathLayer[] {
    const absolute = join(this.root, path);
    return placed(this.configurations.layersAt(path), (override, { folder }) => {
      const matches = this.#matchers.get(override) ?? compileGlobs(folder, override.paths);
      this.#matchers.set(override, matches);
      return matches(absolute);
    });
  }

  #effective(layers: readonly PathLayer[]): EffectiveRules {
    const decisions = this.#decideAll(layers);
    const configured = layers.findLast(({ configuration }) => configuration.honour !== undefined);
    const honour = this.commandLine.honour ?? configured?.configuration.honour?.value;
    const selectors = layers.flatMap(({ configuration }) => configuration.unsuppressable);
    const unsuppressable = decisions.flatMap(({ rule }) => {
      const severities = SEVERITIES.filter((each) =>
        selectors.some(({ value }) => selected(value, rule).includes(each)),
      );
      return severities.length === 0 ? [] : [[rule.name, severities] as const];
    });
    return {
      ...effectiveRules(decisions),
      ...(honour !== undefined && { honour }),
      ...(unsuppressable.length > 0 && { unsuppressable: new Map(unsuppressable) }),
    };
  }

  #decideRule(rule: ConfigurableRule, layers: readonly PathLayer[], profile: Setting<Profile>): RuleDecision {
    const all: RuleSettings[] = layers.flatMap(({ configuration, overrides }) => [configuration, ...overrides]);
    const severity = all.reduce<Setting<Severity> | undefined>(
      (last, layer) => layer.severity.get(rule.name) ?? last,
      undefined,
    );
    const settings = all.flatMap((layer) => layer.options.get(rule.name) ?? []);
    const options = mergeOptions(rule, settings);
    const state = this.#switch(new Switch(rule, profile), layers);
    return { rule, ...state, severity, options, optionOrigins: settings.map(({ origin }) => origin) };
  }

  #switch(chosen: Switch, layers: readonly PathLayer[]): SwitchState {
    const { commandLine } = this;
    const byCommandLine = commandLine.select?.map((value) => ({ value, origin: '--select' }));
    // The nearest replaces those above it.
    const selecting = layers.findLast(({ configuration }) => configuration.select !== undefined);
    chosen.select(byCommandLine);
    for (const layer of layers) {
      const { configuration, overrides } = layer;
      if (layer === selecting && byCommandLine === undefined) chosen.select(configuration.select);
      // A rule named on the command line is wanted although the file ignores it everywhere; not where a path ignores it.
      if (!namesRule(commandLine.select, chosen.rule)) chosen.ignore(configuration.ignore);
      for (const override of overrides) {
        chosen.select(override.select);
        chosen.enable(override.enable);
        chosen.ignore(override.ignore);
      }
    }
    chosen.restrict(byCommandLine);
    chosen.ignore((commandLine.ignore ?? []).map((value) => ({ value, origin: '--ignore' })));
    chosen.limit(this.#minSeverityOf(layers));
    return chosen.state;
  }
}

function placed(
  configurations: readonly Configuration[],
  holds: (override: Override, configuration: Configuration) => boolean,
): PathLayer[] {
  return configurations.map((configuration) => ({
    configuration,
    overrides: configuration.overrides.filter((override) => holds(override, configuration)),
  }));
}

interface SwitchState {
  readonly enabled: boolean;
  readonly shown: readonly Severity[];
  readonly because: Origin;
  readonly profile: Profile;
}

/** Which of a rule's findings are shown, by severity, while settings are applied one after another. */
class Switch {
  /** Asked for by this scan, which no name of a rule widens. */
  readonly #isProfileFixed: boolean;
  #shown: readonly Severity[] = SEVERITIES;
  #because: Origin;
  #profile: Profile;

  constructor(
    readonly rule: ConfigurableRule,
    profile: Setting<Profile>,
  ) {
    this.#isProfileFixed = profile.origin === '--profile';
    this.#profile = profile.value;
    this.#because = `profile ${profile.value}${profile.origin === 'default' ? '' : ` (${profile.origin})`}`;
  }

  get state(): SwitchState {
    const shown = this.#shown;
    return { enabled: shown.length > 0, shown, because: this.#because, profile: this.#profile };
  }

  /** Leaves on only what is selected. */
  select(selectors: readonly Setting<Selector>[] | undefined): void {
    if (selectors === undefined) return;
    this.restrict(selectors);
    this.enable(selectors.filter(({ value }) => value.kind === 'rule'));
  }

  restrict(selectors: readonly Setting<Selector>[] | undefined): void {
    if (selectors === undefined || this.#shown.length === 0) return;
    const { match, severities } = this.#find(selectors);
    this.#shown = this.#shown.filter((each) => severities.includes(each));
    if (match !== undefined) this.#because = `selected by ${match.origin}`;
    else this.#because = `not selected${selectors[0] === undefined ? '' : ` by ${selectors[0].origin}`}`;
  }

  /** Switches the rule on; one that is named shows what is uncertain too, if `--profile` does not say otherwise. */
  enable(selectors: readonly Setting<Selector>[]): void {
    const { match, severities } = this.#find(selectors);
    if (match === undefined) return;
    this.#shown = SEVERITIES.filter((each) => this.#shown.includes(each) || severities.includes(each));
    this.#because = `selected by ${match.origin}`;
    if (!this.#isProfileFixed && match.value.kind === 'rule') this.#profile = 'strict';
  }

  ignore(selectors: readonly Setting<Selector>[]): void {
    const { match, severities } = this.#find(selectors);
    if (match === undefined || this.#shown.length === 0) return;
    this.#shown = this.#shown.filter((each) => !severities.includes(each));
    if (this.#shown.length === 0) this.#because = `ignored by ${match.origin}`;
  }

  /** Leaves out what is milder. */
  limit(least: Setting<Severity> | undefined): void {
    if (least === undefined || this.#shown.length === 0) return;
    this.#shown = this.#shown.filter((each) => each <= least.value);
    if (this.#shown.length === 0) this.#because = `below ${least.origin}`;
  }

  // A rule's own name says more than its category, wherever it is in the list.
  #find(selectors: readonly Setting<Selector>[]): {
    readonly match: Setting<Selector> | undefined;
    readonly severities: readonly Severity[];
  } {
    const matches = selectors.filter(({ value }) => selected(value, this.rule).length > 0);
    return {
      match: matches.find(({ value }) => value.kind === 'rule') ?? matches[0],
      severities: matches.flatMap(({ value }) => selected(value, this.rule)),
    };
  }
}

function namesRule(selectors: readonly Selector[] | undefined, rule: ConfigurableRule): boolean {
  return selectors?.some((selector) => selector.kind === 'rule' && selector.name === rule.name) ?? false;
}

function mergeOptions(
  rule: ConfigurableRule,
  settings: readonly Setting<RawOptions>[],
): Readonly<Record<string, unknown>> {
  if (rule.options === undefined) return {};
  const merged: Record<string, unknown> = Object.create(null);
  for (const { value } of settings) for (const [name, option] of Object.entries(value)) merged[name] = option;
  return optionsSchema(rule).parse(merged);
}

function effectiveRules(decisions: readonly RuleDecision[]): EffectiveRules {
  const rules = new Map<string, EffectiveRule>();
  for (const { rule, enabled, shown, profile, severity, options } of decisions) {
    if (!enabled) continue;
    rules.set(rule.name, {
      profile,
      options,
      ...(severity !== undefined && { severity: severity.value }),
      ...(shown.length < SEVERITIES.length && { shown }),
    });
  }
  return { rules };
}
