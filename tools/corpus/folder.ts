/** A folder of real code, with the names that labels call it by. */
export interface Folder {
  readonly package: string;
  readonly version: string;
  readonly path: string;
  /** Globs relative to the folder, of what does not belong to the package. */
  readonly exclude?: readonly string[];
}
