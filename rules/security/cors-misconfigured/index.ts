import type { Expression } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { CorsLibrary } from '#knowledge/cors-libraries';
import type { Condition } from '#project';
import {
  isUnderDebug,
  keywordsWithSpread,
  opensBySetting,
  opensDjango,
  type WrittenOrigin,
  writtenOrigin,
} from '../_shared/open-origin.ts';
import { isLaidOverForWork } from '../_shared/where-it-counts.ts';
import { isOptedInto, libraryOf, unlessAuthenticated, whereCookies } from './cors-libraries.ts';
import { type CorsSettings, readCorsSettings } from './cors-settings.ts';
import { takesAmbientCredentials } from './takes-ambient-credentials.ts';

export default defineSourceRule({
  docs: {
    summary: 'CORS misconfiguration: any origin allowed',
    why: "If every origin is allowed with credentials, any website can send requests with a visitor's cookies and read the responses, unless `SameSite` restricts the cookies. Without credentials, any website can still read public responses, even those of services in a private network.",
    remedy: 'List the origins of your own front ends and allow credentials only for those',
    harm: 'grants-access',
    severity: {
      'any origin with credentials': 'P1',
      'any origin': 'P2',
      'any port, or risky methods': 'P3',
      'any origin, explicit tokens': 'P3',
    },
    precision: 'low',
    measured: {
      read: 16,
      right: 15,
      on: '84 PyPI packages and TenSafe, jina, sglang, gradio, prefect, transformers, lmdeploy, ray, skypilot',
    },
    since: '0.1.0',
    cwe: [942],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.6' },
      { document: 'TenSafe System Audit', finding: 'P2-7' },
    ],
    bad: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n',
    good: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)\n',
  },
  skips: NOT_PRODUCTION,
  questions: [takesAmbientCredentials],
  visit: {
    Call(call, ctx) {
      const library = libraryOf(call, ctx);
      const keywords = library === undefined ? undefined : keywordsWithSpread(call, ctx);
      if (library === undefined || keywords === undefined) return;
      const settings = readCorsSettings(call, keywords, library, ctx);
      if (settings.wildcard !== undefined) {
        if (settings.credentials.startsWith('on') || !isOptedInto(call, settings.wildcard, ctx))
          reportWildcard(settings, settings.wildcard, library, ctx);
      } else if (settings.credentials.startsWith('on') && settings.anyPort !== undefined)
        reportAnyPort(settings.anyPort, ctx);
      else if (settings.credentials !== 'off' && settings.riskyMethods.length > 0) reportMethods(settings, ctx);
    },
    Constant(name, ctx) {
      const written = writtenOrigin(name, ctx);
      if (written !== undefined) reportHeader(written, ctx);
    },
    Assign(statement, ctx) {
      for (const target of statement.targets) reportSetting(target, statement.value, ctx);
    },
    AnnAssign({ target, value }, ctx) {
      if (value !== undefined) reportSetting(target, value, ctx);
    },
  },
});

function reportWildcard(settings: CorsSettings, wildcard: Expression, library: CorsLibrary, ctx: SourceContext): void {
  const withCredentials = settings.credentials.startsWith('on');
  ctx.report({
    at: wildcard,
    kind: withCredentials ? 'any origin with credentials' : 'any origin',
    message: withCredentials
      ? `CORS misconfiguration: any origin is allowed with credentials, because ${library.name} reflects the \`Origin\` header`
      : 'CORS misconfiguration: any website can read the responses of this service',
    when: withCredentials
      ? withoutCookies(library, ctx.path)
      : settings.credentials === 'off'
        ? unlessAuthenticated('keep', ctx.path)
        : whereCookies(unlessAuthenticated('keep', ctx.path)),
  });
}

/** A token that pages put into a header themselves is not sent with a cross-origin request. */
const withoutCookies = ({ name }: CorsLibrary, from: string): Condition => {
  const message = `CORS misconfiguration: any origin is allowed with credentials and ${name} reflects the \`Origin\` header, but the service uses no cookies`;
  return whereCookies(unlessAuthenticated({ message, kind: 'any origin' }, from));
};

/** The header is written by the program itself. */
function reportHeader({ at, isRepeated }: WrittenOrigin, ctx: SourceContext): void {
  ctx.report({
    at,
    kind: 'any origin',
    message: isRepeated
      ? 'CORS misconfiguration: the response reflects the `Origin` header, so any website can read it'
      : 'CORS misconfiguration: any website can read the responses of this service',
    doubt: 'public-by-design',
    cause: ctx.path,
  });
}

function reportSetting(target: Expression, value: Expression, ctx: SourceContext): void {
  const isDjango = opensDjango(target, value, ctx);
  if (!isDjango && !opensBySetting(target, value, ctx)) return;
  if (isDjango && isUnderDebug(target)) {
    ctx.proven({ at: target, by: 'the setting applies to development only' });
    return;
  }
  ctx.report({
    at: target,
    kind: 'any origin',
    message: 'CORS misconfiguration: any website can read the responses of this service',
    doubt: isDjango && isLaidOverForWork(ctx, ctx.path) ? 'development-only' : undefined,
    ...(!isDjango && { when: whereCookies(unlessAuthenticated('keep', ctx.path)) }),
  });
}

function reportAnyPort(pattern: Expression, ctx: SourceContext): void {
  ctx.report({
    at: pattern,
    kind: 'any port, or risky methods',
    message: 'CORS misconfiguration: every port of `localhost` is an allowed origin with credentials',
    remedy: 'List the ports of your own front ends',
  });
}

function reportMethods({ methods, riskyMethods: risky, credentials }: CorsSettings, ctx: SourceContext): void {
  if (methods === undefined) return;
  const names = risky.map((method) => (method === '*' ? 'every method' : `\`${method}\``)).join(' and ');
  ctx.report({
    at: methods,
    kind: 'any port, or risky methods',
    message: `CORS misconfiguration: allowed origins may use ${names}${credentials === 'on' ? ' with credentials' : ', with credentials too if the configuration enables them'}`,
    remedy: 'Allow only the methods that your front end uses',
    // Without cookies credentials are tokens, which pages of other origins do not have.
    when: { question: takesAmbientCredentials.ask(null), yes: 'keep', no: 'drop', unknown: 'keep' },
  });
}
