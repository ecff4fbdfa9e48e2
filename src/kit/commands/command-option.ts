/** The options of a command line, as facts of a rule. */
import type { PackedPlace } from '../packed-place.ts';

/** Plain JSON, as facts of a rule. */
export interface DeclaredCommands {
  readonly library: 'argparse' | 'django' | 'click' | 'typer' | 'fire';
  readonly options: readonly CommandOption[];
  /** Where the file makes its parser, or its first command. */
  readonly place: PackedPlace | undefined;
  /** It reads the command line itself. */
  readonly parses: boolean;
  /** It takes words that it does not declare, or declares some whose names cannot be seen. */
  readonly takesMore: boolean;
  /** Functions of other modules that may declare more. */
  readonly handed: readonly string[];
  /** Names of other modules one of which must have made the parser, where this file made none. */
  readonly makers: readonly string[];
}

export interface CommandOption {
  readonly spelled: string;
  /** The sub-command that takes it; absent where all may. */
  readonly command?: string;
}
