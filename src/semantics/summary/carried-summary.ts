/** What the project is told of values that functions hand on in what they give. */

/** What a value that a function gives on may still be used for: any text; a path that may lead out of its folder; the host of an address. */
export type CarriedAs = 'text' | 'path' | 'host';

/** A value that a function of another module is given, and that may be in what it gives. */
export interface Through {
  /** A way to the function, as `ObjectTypes.pathOf` writes it. */
  readonly path: string;
  /** The parameter by name or by place. */
  readonly parameter: string | number;
  /** Of several things that it gives together, the one at this place is taken. */
  readonly element?: number;
}

/** A parameter whose text a function gives, as it is or as a part. */
export interface SummaryCarried {
  readonly parameter: string;
  readonly as: CarriedAs;
  /** Where the function gives several things together: which of them holds it. */
  readonly element?: number;
  /** A guess speaks against it. */
  readonly isDoubtful?: true;
  /** Functions of other modules that it is given to on its way. */
  readonly through?: readonly Through[];
}
