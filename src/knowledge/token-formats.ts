/**
 * Tokens whose form names the provider that issued them: the name, the fixed beginning, and the form of the random part.
 * Sources: https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
 * https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml, and the documentation of each provider.
 */
const ROWS = String.raw`
a GitLab token|gl(?:dt|ptt|rt|cbt|ft|soat|agent|oas|imt)-|[A-Za-z0-9_-]{20,}
a Slack token|xapp-\d-[A-Z0-9]+-\d+-|[a-f0-9]{60,}
a Stripe webhook secret|whsec_|[A-Za-z0-9]{32,}
an OpenRouter key|sk-or-v1-|[a-f0-9]{64}
a Groq key|gsk_|[A-Za-z0-9]{52}
a Replicate token|r8_|[A-Za-z0-9]{37}
a Perplexity key|pplx-|[A-Za-z0-9]{48}
an xAI key|xai-|[A-Za-z0-9_]{80}
a Tavily key|tvly-(?:dev-|prod-)?|[A-Za-z0-9]{32}
a LangSmith key|lsv2_(?:pt|sk)_|[a-f0-9]{32}_[a-f0-9]{10}
a Databricks token|dapi|[a-f0-9]{32}(?:-\d)?
a DigitalOcean token|do[opr]_v1_|[a-f0-9]{64}
a Google OAuth secret|GOCSPX-|[A-Za-z0-9_-]{28}
a Google OAuth token|ya29\.|[A-Za-z0-9_-]{60,}
a Linear key|lin_(?:api|oauth)_|[A-Za-z0-9]{40,}
a Notion token|(?:secret|ntn)_|[A-Za-z0-9]{43,50}
a Figma token|fig[duor]{1,2}_|[A-Za-z0-9_-]{40,}
a Postman key|PMAK-|[a-f0-9]{24}-[a-f0-9]{34}
a Grafana token|gl(?:sa|c)_|[A-Za-z0-9+/=_]{40,}
a New Relic key|NRAK-|[A-Z0-9]{27}
a Sentry token|sntry[su]_|[A-Za-z0-9+/=_]{60,}
a HashiCorp Vault token|hv[sbr]\.|[A-Za-z0-9_-]{24,}
a Terraform Cloud token|[A-Za-z0-9]{14}\.atlasv1\.|[A-Za-z0-9_-]{60,}
a Pulumi token|pul-|[a-f0-9]{40}
a Doppler token|dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?|[A-Za-z0-9]{40,44}
a PlanetScale token|pscale_(?:tkn|pw|oauth)_|[A-Za-z0-9_.-]{32,}
a Supabase token|sb(?:p|_secret)_|[A-Za-z0-9_-]{31,40}
an Atlassian token|AT(?:ATT3|BB)|[A-Za-z0-9_=-]{24,}
a HubSpot token|pat-(?:na|eu)\d-|[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}
an Airtable token|pat[A-Za-z0-9]{14}\.|[a-f0-9]{64}
a Mailgun key|key-|[a-f0-9]{32}
a Brevo key|xkeysib-|[a-f0-9]{64}-[A-Za-z0-9]{16}
a Twilio key|SK(?=[a-f0-9]*\d)(?=[a-f0-9]*[a-f])|[a-f0-9]{32}
a Square token|sq0[a-z]{3}-|[A-Za-z0-9_-]{22,43}
a Netlify token|nfp_|[A-Za-z0-9_-]{36}
a Heroku key|HRKU-|[A-Za-z0-9_-]{36,}
a RubyGems key|rubygems_|[a-f0-9]{48}
a Dropbox token|sl\.|[A-Za-z0-9_-]{130,}
a Pinecone key|pcsk_|[A-Za-z0-9_]{50,}
a Microsoft Teams webhook|[a-z0-9-]+\.webhook\.office\.com/webhookb2/[a-z0-9@-]+/IncomingWebhook/|[a-z0-9]{32}
a Slack webhook|hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Z]\w{6,}/\w{6,}/(?:\d+/)?|[A-Za-z0-9]{20,}
`;

const FORMATS = ROWS.trim()
  .split('\n')
  .map((row) => {
    // The beginning may hold alternatives.
    const first = row.indexOf('|');
    const last = row.lastIndexOf('|');
    return { name: row.slice(0, first), begins: row.slice(first + 1, last), random: row.slice(last + 1) };
  });

/** Name and form; the random part is the first group. */
export const TOKEN_FORMATS = FORMATS.map(({ name, begins, random }): readonly [name: string, shape: RegExp] => [
  name,
  new RegExp(`(?<![A-Za-z0-9_-])${begins}(${random})(?![A-Za-z0-9_-])`, 'dg'),
]);

/** What texts hold that have one of these forms. */
export const TOKEN_BEGINS = FORMATS.map(({ begins }) => begins).join('|');
