/** A folder of real code, with the names that labels call it by. */
export interface Folder {
  readonly package: string;
  readonly version: string;
  readonly path: string;
  /** Named on the command line, not by the list of pins. */
  readonly isNamed?: true;
  /** Globs relative to the folder, of what does not belong to the package. */
  readonly exclude?: readonly string[];
}
