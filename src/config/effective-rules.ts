import { join } from 'node:path';
import { type Profile, profileOf, type Severity } from '../findings/index.ts';
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
import { compileGlobs } from './globs.ts';
import { optionsSchema } from './schema.ts';
import { selects } from './selector.ts';

/** What the command line says of rules. It is stronger than any file. */
export interface CommandLineSettings {
  readonly profile?: Profile;
  /** Replaces `select` of the configuration; undefined when not given. */
  readonly select?: readonly Selector[];
  readonly ignore?: readonly Selector[];
}

/** Whether and how one rule runs on one file, with the origin of each decision. */
export interface RuleDecision {
  readonly rule: ConfigurableRule;
  readonly enabled: boolean;
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
  readonly options: Readonly<Record<string, unknown>>;
}

/** The rules enabled on a file, by name: what the engine is given. */
export interface EffectiveRules {
  readonly rules: ReadonlyMap<string, EffectiveRule>;
}

/** Merges profile, configuration, per-path overrides and command line into what holds for each file. */
export class RuleResolution {
  readonly #overrides: readonly { readonly override: Override; readonly matches: (path: string) => boolean }[];
  readonly #byOverrides = new Map<string, EffectiveRules>();
  #project: EffectiveRules | undefined;

  constructor(
    readonly root: string,
    readonly rules: readonly ConfigurableRule[],
    readonly configuration: Configuration | undefined,
    readonly commandLine: CommandLineSettings,
  ) {
    this.#overrides = (configuration?.overrides ?? []).map((override) => ({
      override,
      matches: compileGlobs(configuration?.folder ?? root, override.paths),
    }));
  }

  get profile(): Setting<Profile> {
    if (this.commandLine.profile !== undefined) return { value: this.commandLine.profile, origin: '--profile' };
    return this.configuration?.profile ?? { value: 'default', origin: 'default' };
  }

  /** The overrides that hold for a path (relative to the root, with `/`), in the order of the file. */
  overridesFor(path: string): readonly Override[] {
    const absolute = join(this.root, path);
    return this.#overrides.filter(({ matches }) => matches(absolute)).map(({ override }) => override);
  }

  /** The same object for paths on which the same rules run in the same way. */
  optionsFor(path: string): EffectiveRules {
    const overrides = this.overridesFor(path);
    const key = overrides.map(({ origin }) => origin).join(' ');
    const known = this.#byOverrides.get(key);
    if (known !== undefined) return known;
    const options = effectiveRules(this.decide(overrides));
    this.#byOverrides.set(key, options);
    return options;
  }

  /** What holds where no file is meant. A rule that any override enables takes part: its findings are asked for by path. */
  get project(): EffectiveRules {
    this.#project ??= this.#rulesOfAnyPath();
    return this.#project;
  }

  #rulesOfAnyPath(): EffectiveRules {
    const rules = new Map(effectiveRules(this.decide([])).rules);
    for (const { override } of this.#overrides) {
      for (const [name, rule] of effectiveRules(this.decide([override])).rules) {
        if (!rules.has(name)) rules.set(name, rule);
      }
    }
    return { rules };
  }

  /** Decides on every rule, for a file on which `overrides` hold. */
  decide(overrides: readonly Override[]): RuleDecision[] {
    return this.rules.map((rule) => this.#decideRule(rule, overrides));
  }

  #decideRule(rule: ConfigurableRule, overrides: readonly Override[]): RuleDecision {
    const layers: RuleSettings[] = [...(this.configuration === undefined ? [] : [this.configuration]), ...overrides];
    const severity = layers.reduce<Setting<Severity> | undefined>(
      (last, layer) => layer.severity.get(rule.name) ?? last,
      undefined,
    );
    const settings = layers.flatMap((layer) => layer.options.get(rule.name) ?? []);
    const options = mergeOptions(rule, settings);
    const state = this.#switch(rule, severity?.value ?? rule.docs.ceiling, overrides);
    return { rule, ...state, severity, options, optionOrigins: settings.map(({ origin }) => origin) };
  }

  #switch(rule: ConfigurableRule, severity: Severity, overrides: readonly Override[]): SwitchState {
    const { configuration, commandLine } = this;
    const byCommandLine = commandLine.select?.map((value) => ({ value, origin: '--select' }));
    const chosen = new Switch(rule, severity, this.profile);
    chosen.select(byCommandLine ?? configuration?.select);
    // A rule named on the command line is wanted although the file ignores it everywhere; not where a path ignores it.
    if (!namesRule(commandLine.select, rule)) chosen.ignore(configuration?.ignore ?? []);
    for (const override of overrides) {
      chosen.select(override.select);
      chosen.enable(override.enable);
      chosen.ignore(override.ignore);
    }
    chosen.restrict(byCommandLine);
    chosen.ignore((commandLine.ignore ?? []).map((value) => ({ value, origin: '--ignore' })));
    return chosen.state;
  }
}

interface SwitchState {
  readonly enabled: boolean;
  readonly because: Origin;
  readonly profile: Profile;
}

/** Whether one rule is on, while settings are applied one after another. */
class Switch {
  readonly #inProfile: boolean;
  /** Asked for by this scan, which no name of a rule widens. */
  readonly #isProfileFixed: boolean;
  #enabled: boolean;
  #because: Origin;
  #profile: Profile;

  constructor(
    readonly rule: ConfigurableRule,
    readonly severity: Severity,
    profile: Setting<Profile>,
  ) {
    this.#inProfile = profile.value === 'strict' || !isStrictOnly(rule);
    this.#isProfileFixed = profile.origin === '--profile';
    this.#enabled = this.#inProfile;
    this.#profile = profile.value;
    this.#because = `profile ${profile.value}${profile.origin === 'default' ? '' : ` (${profile.origin})`}`;
  }

  get state(): SwitchState {
    return { enabled: this.#enabled, because: this.#because, profile: this.#profile };
  }

  /** Leaves the rule on only when selected; one that is named comes on whatever the profile, if `--profile` does not say which. */
  select(selectors: readonly Setting<Selector>[] | undefined): void {
    if (selectors === undefined) return;
    this.restrict(selectors);
    this.enable(selectors.filter(({ value }) => value.kind === 'rule'));
  }

  restrict(selectors: readonly Setting<Selector>[] | undefined): void {
    if (selectors === undefined || !this.#enabled) return;
    const match = this.#find(selectors);
    if (match === undefined)
      this.#set(false, `not selected${selectors[0] === undefined ? '' : ` by ${selectors[0].origin}`}`);
    else this.#because = `selected by ${match.origin}`;
  }

  /** Switches the rule on when named, or when its category or severity is given and the profile has it. */
  enable(selectors: readonly Setting<Selector>[]): void {
    const mayWiden = !this.#isProfileFixed;
    const match = this.#find(selectors.filter(({ value }) => this.#inProfile || (mayWiden && value.kind === 'rule')));
    if (match === undefined) return;
    this.#set(true, `selected by ${match.origin}`);
    if (mayWiden && match.value.kind === 'rule') this.#profile = 'strict';
  }

  ignore(selectors: readonly Setting<Selector>[]): void {
    const match = this.#find(selectors);
    if (match !== undefined && this.#enabled) this.#set(false, `ignored by ${match.origin}`);
  }

  // A rule's own name says more than its category, wherever it stands in the list.
  #find(selectors: readonly Setting<Selector>[]): Setting<Selector> | undefined {
    const matches = selectors.filter(({ value }) => selects(value, this.rule, this.severity));
    return matches.find(({ value }) => value.kind === 'rule') ?? matches[0];
  }

  #set(enabled: boolean, because: Origin): void {
    this.#enabled = enabled;
    this.#because = because;
  }
}

function isStrictOnly({ docs }: ConfigurableRule): boolean {
  return profileOf(docs) === 'strict';
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
  for (const { rule, enabled, profile, severity, options } of decisions) {
    if (!enabled) continue;
    rules.set(
      rule.name,
      severity === undefined ? { profile, options } : { profile, severity: severity.value, options },
    );
  }
  return { rules };
}
