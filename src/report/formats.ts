import type { AuditReport } from './audit-report.ts';

/** Where files of the checkout can be looked at, ending in `/`; links are left out without. */
export interface ReportLinks {
  readonly sourceUrl?: string;
  /** What leads from the root of the checkout to the scanned root: empty, or a path that ends in `/`. */
  readonly pathInCheckout: string;
}

export type AuditFormatter = (report: AuditReport, links: ReportLinks) => string;

/** Every format of the audit, and how to load what writes it. */
const WRITERS = {
  markdown: async (): Promise<AuditFormatter> => (await import('./markdown/report-markdown.ts')).auditMarkdown,
  html: async (): Promise<AuditFormatter> => (await import('./html/report-html.ts')).auditHtml,
  json: async (): Promise<AuditFormatter> => (await import('./report-json.ts')).auditJson,
};

export type AuditFormat = keyof typeof WRITERS;

// Object.keys says string, and these are exactly the keys of the table.
export const AUDIT_FORMATS = Object.keys(WRITERS) as readonly AuditFormat[];

export async function loadAuditFormatter(format: AuditFormat): Promise<AuditFormatter> {
  return WRITERS[format]();
}
