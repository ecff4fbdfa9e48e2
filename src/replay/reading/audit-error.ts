/** A written audit that cannot be read at all: one sentence that says what was wrong, where, and what to do. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  /** A line of the document, from 1, where one is at fault. */
  readonly line: number | undefined;

  constructor(fileName: string, fault: string, line?: number, cause?: unknown) {
    super(`${fileName}${line === undefined ? '' : `:${line}`}: ${fault}`, { cause });
    this.line = line;
  }
}
