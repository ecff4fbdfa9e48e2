/** Configuration: schema, search, reading, and what holds for each file. Errors name file, line and column. */

export type { Honoured } from './choices.ts';
export type {
  ConfigurableRule,
  Configuration,
  FailOn,
  Origin,
  Override,
  Selector,
  Setting,
} from './configuration.ts';
export { type ChainedConfiguration, ConfigurationChains } from './configuration-chains.ts';
export { Configurations, pathIn } from './configurations.ts';
export type { CommandLineSettings, EffectiveRules, RuleDecision } from './effective-rules.ts';
export { RuleResolution } from './effective-rules.ts';
export { CONFIGURATION_FILE, configurationFileIn } from './find-configuration.ts';
export type { Cap, FolderSettings, Threshold } from './folder-settings.ts';
export { compileGlobs } from './globs.ts';
export { suggestion } from './nearest.ts';
export { parseConfiguration, readConfiguration } from './read-configuration.ts';
export { buildConfigurationSchema, optionsSchema } from './schema.ts';
export { parseSelector, unknownSelector } from './selector.ts';
export { findUnusedSettings, type UnusedSetting } from './unused-settings.ts';
