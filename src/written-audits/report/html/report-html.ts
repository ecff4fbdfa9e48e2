import type { AuditReport } from '../audit-report.ts';
export const auditHtml = (report: AuditReport): string => report.project;
