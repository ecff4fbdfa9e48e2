/** The options of a plug-in's rule, as plain data: `{ max: { default: 3, description: 'Calls on one line' } }`. */

/** One option. What may be written for it is what its default is: true or false, a number, a text, a list of texts. */
export interface PluginOption {
  readonly default: boolean | number | string | readonly string[];
  /** What `auditlint explain` and editors say of it. */
  readonly description: string;
}

/** The options of a rule by name, in lower case with hyphens. */
export type PluginOptions = Readonly<Record<string, PluginOption>>;

/** The values that a rule is given. */
export type OptionValues<O extends PluginOptions> = { readonly [K in keyof O]: Widened<O[K]['default']> };

type Widened<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : readonly string[];
