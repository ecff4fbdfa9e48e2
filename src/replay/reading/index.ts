/** Reading a written audit: bytes of Markdown, SARIF, JSON or CSV become a `WrittenAudit`. */
export { AuditError } from './audit-error.ts';
export { readAudit } from './read-audit.ts';
