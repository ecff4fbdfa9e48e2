/** What the sessions of a noxfile run. Places are offsets. */

export interface NoxSession {
  readonly name: string;
  /** It runs where no session is named. */
  readonly isDefault: boolean;
  readonly tags: readonly string[];
  /** In the order of the text; those of functions that are handed the session stand where they are called. */
  readonly commands: readonly NoxCommand[];
  /** It runs nothing else. */
  readonly isComplete: boolean;
}

export interface NoxCommand {
  readonly words: readonly NoxWord[];
  readonly start: number;
  readonly end: number;
  readonly isConditional: boolean;
  /** Relative to the noxfile's, or absolute; absent where it cannot be determined. */
  readonly folder?: string;
  /** Where it says that a failure is none. */
  readonly toleratedAt?: { readonly start: number; readonly end: number };
}

export interface NoxWord {
  readonly text: string;
  /** It is computed; the text is the expression. */
  readonly isDynamic: boolean;
  readonly start: number;
  readonly end: number;
}

/** The sessions of a noxfile. Places in it are offsets. */
export interface SummaryNox {
  readonly lineStarts: readonly number[];
  readonly sessions: readonly NoxSession[];
  /** Names in `nox.options.sessions`; absent where nothing says it. */
  readonly byDefault?: readonly string[];
}
