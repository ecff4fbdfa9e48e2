import { type Node, stringConstant } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { isForLoopback } from '#kit/web';
import { urlOf } from '../_shared/sent-secret.ts';
import { certificateCheck, uncheckedByAddress } from './certificate-checks.ts';
import {
  assignedOff,
  callsDisabling,
  isNoneOfRedis,
  leftUnchecked,
  type Said,
  switchedOff,
  switchedOffByName,
  withOlder,
} from './switches-off.ts';

export default defineSourceRule({
  docs: {
    summary: 'TLS certificate verification disabled',
    why: 'A man in the middle can present any certificate and answer in place of the server. They can read everything that is sent, including tokens and passwords.',
    remedy:
      'Keep verification on, and pass the file of a private CA if needed (`verify="ca.pem"`, `ssl.create_default_context(cafile="ca.pem")`)',
    harm: 'exposes',
    severity: { 'checks switched off': 'P1', 'no context given': 'P2' },
    precision: 'medium',
    since: '0.1.0',
    cwe: [295],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify=False).json()\n',
    good: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify="ca.pem").json()\n',
  },
  skips: ['test', 'vendored'],
  mentions: [
    ...['verify', 'verify_ssl', 'ssl', 'verify_certs', 'cert_check', 'validate_cert', 'tlsInsecure'],
    ...['tlsAllowInvalidCertificates', 'cert_reqs', 'CERT_NONE', 'known_hosts', 'ssl_cert_reqs', 'ssl_verify'],
    ...[
      'check_hostname',
      'validate_certs',
      'verify_cert',
      'tls_verify',
      'tls_insecure_set',
      'disable_ssl_certificate_validation',
    ],
    // Whose keywords may stand in a dict.
    ...['starttls', 'SMTP_SSL', 'IMAP4_SSL', 'stls', 'POP3_SSL', 'FTP_TLS'],
    ...['requests', 'httpx', 'elasticsearch', 'opensearchpy', 'pymongo', 'motor', 'redis', 'environ'],
  ],
  visit: {
    Constant(text, ctx) {
      const said = uncheckedByAddress(stringConstant(text) ?? '');
      if (said === undefined || text.parent?.kind === 'Expr') return;
      report(text, { said: `\`${said}\`` }, ctx);
    },
    Dict({ keys, values }, ctx) {
      for (const [at, key] of keys.entries()) {
        const value = values[at];
        const isRedisOption =
          stringConstant(key) === 'ssl_cert_reqs' && value !== undefined && isNoneOfRedis(value, ctx);
        if (isRedisOption) report(value, { said: '`ssl_cert_reqs` is `none`' }, ctx);
      }
    },
    Call(call, ctx) {
      const bare = leftUnchecked(call, ctx);
      if (bare !== undefined && !isForLoopback(call.args[0], ctx)) {
        ctx.report({
          at: call.func,
          kind: 'no context given',
          message: `TLS certificate not verified: \`${bare}\` is called without an SSL context`,
          remedy: `Pass \`${/^(?:starttls|IMAP4_SSL)$/.test(bare) && /imaplib/.test(ctx.types.calleeName(call.func) ?? '') ? 'ssl_context' : 'context'}=ssl.create_default_context()\``,
          cause: ctx.path,
        });
        return;
      }
      const said = switchedOff(call, ctx) ?? switchedOffByName(call, ctx);
      if (said === undefined || isForLoopback(urlOf(call, ctx), ctx)) return;
      report(call, said, ctx);
    },
    Assign(assignment, ctx) {
      const said = assignedOff(assignment, ctx);
      const pinned = said === undefined ? undefined : certificateCheck(assignment, ctx);
      if (pinned !== undefined) {
        ctx.proven({ at: assignment, by: 'the certificate fingerprint is checked', where: pinned });
        return;
      }
      if (said === undefined) return;
      const isBundle = assignment.targets[0]?.kind === 'Subscript' && /_CA_BUNDLE/.test(said);
      report(assignment, { said, ...(isBundle && { when: withOlder(ctx.path) }) }, ctx);
    },
  },
});

function report(node: Node, { said, where, ...given }: Said, ctx: SourceContext): void {
  const callers = callsDisabling(node, ctx);
  for (const call of callers) {
    const related = [{ at: node, message: 'verification is disabled here' }];
    ctx.report({
      at: call,
      message: 'TLS verification disabled: this call disables certificate checks',
      related,
      ...given,
    });
  }
  if (callers.length > 0) return;
  ctx.report({
    at: node.kind === 'Call' ? node.func : node,
    message: `TLS verification disabled: ${said}`,
    ...remedyOf(said),
    cause: ctx.path,
    ...(where !== undefined && { related: [{ at: where, message: 'verification is disabled here' }] }),
    ...given,
  });
}

/** What to do, where that is not what the rule says. */
function remedyOf(said: string): { readonly remedy?: string } {
  if (/check_hostname|host name/.test(said))
    return { remedy: 'Check the host name, and connect by a name that the certificate contains' };
  if (said.includes('_CA_BUNDLE')) return { remedy: 'Set it to the file of your CA, or remove it' };
  return said.includes('_create_unverified_context')
    ? { remedy: 'Remove the assignment, and pass a context with your CA where one is needed' }
    : {};
}
