import { jsonDocument } from '../reporters/index.ts';
import type { AuditReport } from './audit-report.ts';

/** The audit for programs: the model as it is. See schema/auditlint-audit.schema.json. */
export const auditJson = (report: AuditReport): string => jsonDocument(report);
