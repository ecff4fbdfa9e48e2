import type { RuleDescription } from '../../findings/index.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Where the documentation is, ending in `/`, as `--docs-url` or `AUDITLINT_DOCS_URL` says; undefined where neither is given. What a repository
 * says is not asked: its report would lead wherever it likes. Throws `UsageError` for what is no address of the web.
 */
export function planDocsUrl(docsUrl: string | undefined, env: Io['env']): string | undefined {
  const given = docsUrl ?? env.AUDITLINT_DOCS_URL;
  if (given === undefined || given === '') return undefined;
  const base = URL.canParse(given) ? new URL(given) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.search !== '' || base.hash !== '') {
    const where = docsUrl === undefined ? 'AUDITLINT_DOCS_URL' : '--docs-url';
    throw new UsageError(
      `${where} is \`${given}\`; use the URL of the documentation, such as https://example.com/auditlint/`,
    );
  }
  return base.href.endsWith('/') ? base.href : `${base.href}/`;
}

/** Rules with the addresses of their pages, as `npm run site` lays them out. */
export function withPages<Rule extends RuleDescription>(
  rules: readonly Rule[],
  docsUrl: string | undefined,
  env: Io['env'],
): readonly Rule[] {
  const folder = planDocsUrl(docsUrl, env);
  return folder === undefined ? rules : rules.map((rule) => ({ ...rule, page: `${folder}rules/${rule.name}.html` }));
}
