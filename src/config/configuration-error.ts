/** The configuration cannot be used. The message is one sentence that begins with the file and the position. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(
    readonly file: string,
    readonly line: number,
    readonly column: number,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}:${line}:${column}: ${problem}`, options);
  }
}
