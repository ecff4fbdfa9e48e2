/** What a summary says about the fields that make the parameters of a constructor. */

/** A field of a dataclass, of a class by attrs or pydantic, of a named tuple. */
export interface SummaryField {
  readonly name: string;
  readonly hasDefault: boolean;
  /** `field(init=False)`: no argument fills it, also where that of a base did. */
  readonly isLeftOut?: true;
  readonly isKeywordOnly?: true;
  /** Another name may be given instead. */
  readonly isAliased?: true;
  /** May be `None`, so that some versions of some libraries take it for a default. */
  readonly isOptional?: true;
  /** Holds one text, by which messages of a protocol are distinguished: `type: Literal["ping"]`. */
  readonly isTag?: true;
  /** No text of anybody's comes through: a number, a pattern, a validator that refuses. */
  readonly isChecked?: true;
  /** A text that is a secret by its name, and is in the text form of the object. */
  readonly isSecret?: true;
}
