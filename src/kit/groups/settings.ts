/** Settings, environment variables, fields of input, and their defaults. */
export { RELEASE_STAGES } from '../../knowledge/release-stages.ts';
export { FLAG_TEXTS, flagText } from '../../semantics/values/flag-text.ts';
export { type EnvironmentNames, environmentNames } from '../settings/environment-names.ts';
export { type HeldElsewhere, whereItHolds } from '../settings/held-elsewhere.ts';
export { type SettingDefault, settingDefaultedTo, settingFieldsOf } from '../settings/setting-default.ts';
