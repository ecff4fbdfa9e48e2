/** A token whose form names the provider that issued it. */
export interface TokenFormat {
  readonly name: string;
  /** What every such token holds, sought first: literals, or what begins with one. */
  readonly holds: RegExp;
  /** The random part is the first group. */
  readonly shape: RegExp;
}

/**
 * What providers issue, by its documented form.
 * Sources: https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
 * https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml, and the documentation of each provider.
 */
export const TOKEN_FORMATS: readonly TokenFormat[] = [
  // An address that was signed names the key, and ends.
  {
    name: 'an AWS access key',
    holds: /AKIA|ASIA/,
    shape: /(?<!AWSAccessKeyId=|X-Amz-Credential=)\b(?:AKIA|ASIA)([A-Z2-7]{16})\b/dg,
  },
  {
    name: 'a GitHub token',
    holds: /ghp_|gho_|ghu_|ghs_|ghr_/,
    shape: /\bgh[pousr]_([A-Za-z0-9]{36})\b/dg,
  },
  { name: 'a GitHub token', holds: /github_pat_/, shape: /\bgithub_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/dg },
  { name: 'a GitLab token', holds: /glpat-/, shape: /\bglpat-([A-Za-z0-9_-]{20,})/dg },
  { name: 'an Anthropic key', holds: /sk-ant-/, shape: /\bsk-ant-[a-z]+\d\d-([A-Za-z0-9_-]{60,})/dg },
  {
    name: 'an OpenAI key',
    holds: /sk-/,
    shape: /\bsk-(?:proj-|svcacct-)?([A-Za-z0-9_-]{20}T3BlbkFJ[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{40,})\b/dg,
  },
  {
    name: 'a Slack token',
    holds: /xoxa-|xoxb-|xoxe-|xoxp-|xoxr-|xoxs-/,
    shape: /\bxox[abeprs]-(\d{9,}-[A-Za-z0-9-]{20,})/dg,
  },
  { name: 'a Google API key', holds: /AIza/, shape: /\bAIza([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/dg },
  { name: 'a Stripe key', holds: /k_live_/, shape: /\b[rs]k_live_([A-Za-z0-9]{20,})/dg },
  { name: 'a SendGrid key', holds: /SG\./, shape: /\bSG\.([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})\b/dg },
  {
    name: 'a Slack webhook',
    holds: /hooks\.slack/,
    shape: /\bhooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/([A-Za-z0-9]{20,})/dg,
  },
  {
    name: 'a Discord webhook',
    holds: /webhooks\//,
    shape: /\bdiscord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d{17,20}\/([A-Za-z0-9_-]{60,})/dg,
  },
  {
    name: 'a Shopify token',
    holds: /shpat_|shpca_|shppa_|shpss_/,
    shape: /\bshp(?:at|ca|pa|ss)_([A-Fa-f0-9]{32})\b/dg,
  },
  { name: 'a Docker token', holds: /dckr_/, shape: /\bdckr_[op]at_([A-Za-z0-9_-]{27,})/dg },
  { name: 'an age key', holds: /AGE-SECRET-KEY-1/, shape: /\bAGE-SECRET-KEY-1([A-Z0-9]{58})\b/dg },
  { name: 'an Azure signature', holds: /sig=/, shape: /\bsig=((?:[A-Za-z0-9+/]|%2[BF]){43}(?:=|%3D))/dgi },
  { name: 'a Hugging Face token', holds: /hf_/, shape: /\bhf_([A-Za-z0-9]{34})\b/dg },
  // The three are of the service's own documentation, or counted off.
  {
    name: 'a Telegram bot token',
    holds: /:AA/,
    shape: /(?:\b|\bbot)(?!123456|110201543:|4839574812:)\d{8,10}:(AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'an npm token', holds: /npm_/, shape: /\bnpm_([A-Za-z0-9]{36})\b/dg },
  { name: 'a PyPI token', holds: /pypi-AgEI/, shape: /\bpypi-AgEI([A-Za-z0-9_-]{50,})/dg },
  {
    name: 'a private key',
    holds: /PRIVATE KEY/,
    shape:
      /-----BEGIN (?!ENCRYPTED )(?:[A-Z]+ )*PRIVATE KEY-----(?!\s*Proc-Type: 4,ENCRYPTED)\s*(?:[\w-]{1,60}: [^\n]{0,200}\n\s*){0,9}([A-Za-z0-9+/\\\n\r= ]{64,})/dg,
  },
  {
    name: 'a GitLab token',
    holds: /gldt-|glptt-|glrt-|glcbt-|glft-|glsoat-|glagent-|gloas-|glimt-/,
    shape: /(?<![A-Za-z0-9_-])gl(?:dt|ptt|rt|cbt|ft|soat|agent|oas|imt)-([A-Za-z0-9_-]{20,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Slack token',
    holds: /xapp-/,
    shape: /(?<![A-Za-z0-9_-])xapp-\d-[A-Z0-9]+-\d+-([a-f0-9]{60,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Stripe webhook secret',
    holds: /whsec_/,
    shape: /(?<![A-Za-z0-9_-])whsec_([A-Za-z0-9]{32,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'an OpenRouter key',
    holds: /sk-or-v1-/,
    shape: /(?<![A-Za-z0-9_-])sk-or-v1-([a-f0-9]{64})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a Groq key', holds: /gsk_/, shape: /(?<![A-Za-z0-9_-])gsk_([A-Za-z0-9]{52})(?![A-Za-z0-9_-])/dg },
  { name: 'a Replicate token', holds: /r8_/, shape: /(?<![A-Za-z0-9_-])r8_([A-Za-z0-9]{37})(?![A-Za-z0-9_-])/dg },
  { name: 'a Perplexity key', holds: /pplx-/, shape: /(?<![A-Za-z0-9_-])pplx-([A-Za-z0-9]{48})(?![A-Za-z0-9_-])/dg },
  { name: 'an xAI key', holds: /xai-/, shape: /(?<![A-Za-z0-9_-])xai-([A-Za-z0-9_]{80})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a Tavily key',
    holds: /tvly-/,
    shape: /(?<![A-Za-z0-9_-])tvly-(?:dev-|prod-)?([A-Za-z0-9]{32})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a LangSmith key',
    holds: /lsv2_/,
    shape: /(?<![A-Za-z0-9_-])lsv2_(?:pt|sk)_([a-f0-9]{32}_[a-f0-9]{10})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Databricks token',
    holds: /dapi/,
    shape: /(?<![A-Za-z0-9_-])dapi([a-f0-9]{32}(?:-\d)?)(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a DigitalOcean token',
    holds: /doo_v1_|dop_v1_|dor_v1_/,
    shape: /(?<![A-Za-z0-9_-])do[opr]_v1_([a-f0-9]{64})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Google OAuth secret',
    holds: /GOCSPX-/,
    shape: /(?<![A-Za-z0-9_-])GOCSPX-([A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Google OAuth token',
    holds: /ya29\./,
    shape: /(?<![A-Za-z0-9_-])ya29\.([A-Za-z0-9_-]{60,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Linear key',
    holds: /lin_api_|lin_oauth_/,
    shape: /(?<![A-Za-z0-9_-])lin_(?:api|oauth)_([A-Za-z0-9]{40,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Notion token',
    holds: /secret_|ntn_/,
    shape: /(?<![A-Za-z0-9_-])(?:secret|ntn)_([A-Za-z0-9]{43,50})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Figma token',
    holds: /figd|figu|figo|figr/,
    shape: /(?<![A-Za-z0-9_-])fig[duor]{1,2}_([A-Za-z0-9_-]{40,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Postman key',
    holds: /PMAK-/,
    shape: /(?<![A-Za-z0-9_-])PMAK-([a-f0-9]{24}-[a-f0-9]{34})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Grafana token',
    holds: /glsa_|glc_/,
    shape: /(?<![A-Za-z0-9_-])gl(?:sa|c)_([A-Za-z0-9+/=_]{40,})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a New Relic key', holds: /NRAK-/, shape: /(?<![A-Za-z0-9_-])NRAK-([A-Z0-9]{27})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a Sentry token',
    holds: /sntrys_|sntryu_/,
    shape: /(?<![A-Za-z0-9_-])sntry[su]_([A-Za-z0-9+/=_]{60,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a HashiCorp Vault token',
    holds: /hvs\.|hvb\.|hvr\./,
    shape: /(?<![A-Za-z0-9_-])hv[sbr]\.([A-Za-z0-9_-]{24,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Terraform Cloud token',
    holds: /\.atlasv1\./,
    shape: /(?<![A-Za-z0-9_-])[A-Za-z0-9]{14}\.atlasv1\.([A-Za-z0-9_-]{60,})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a Pulumi token', holds: /pul-/, shape: /(?<![A-Za-z0-9_-])pul-([a-f0-9]{40})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a Doppler token',
    holds: /dp\.pt\.|dp\.st\.|dp\.ct\.|dp\.sa\.|dp\.scim\.|dp\.audit\./,
    shape:
      /(?<![A-Za-z0-9_-])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?([A-Za-z0-9]{40,44})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a PlanetScale token',
    holds: /pscale_/,
    shape: /(?<![A-Za-z0-9_-])pscale_(?:tkn|pw|oauth)_([A-Za-z0-9_.-]{32,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Supabase token',
    holds: /sbp_|sb_secret_/,
    shape: /(?<![A-Za-z0-9_-])sb(?:p|_secret)_([A-Za-z0-9_-]{31,40})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'an Atlassian token',
    holds: /ATATT3|ATBB/,
    shape: /(?<![A-Za-z0-9_-])AT(?:ATT3|BB)([A-Za-z0-9_=-]{24,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a HubSpot token',
    holds: /pat-na|pat-eu/,
    shape: /(?<![A-Za-z0-9_-])pat-(?:na|eu)\d-([a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'an Airtable token',
    holds: /pat[A-Za-z0-9]{14}\./,
    shape: /(?<![A-Za-z0-9_-])pat[A-Za-z0-9]{14}\.([a-f0-9]{64})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a Mailgun key', holds: /key-/, shape: /(?<![A-Za-z0-9_-])key-([a-f0-9]{32})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a Brevo key',
    holds: /xkeysib-/,
    shape: /(?<![A-Za-z0-9_-])xkeysib-([a-f0-9]{64}-[A-Za-z0-9]{16})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Twilio key',
    holds: /SK[a-f0-9]/,
    shape: /(?<![A-Za-z0-9_-])SK(?=[a-f0-9]*\d)(?=[a-f0-9]*[a-f])([a-f0-9]{32})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Square token',
    holds: /sq0/,
    shape: /(?<![A-Za-z0-9_-])sq0[a-z]{3}-([A-Za-z0-9_-]{22,43})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a Netlify token', holds: /nfp_/, shape: /(?<![A-Za-z0-9_-])nfp_([A-Za-z0-9_-]{36})(?![A-Za-z0-9_-])/dg },
  { name: 'a Heroku key', holds: /HRKU-/, shape: /(?<![A-Za-z0-9_-])HRKU-([A-Za-z0-9_-]{36,})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a RubyGems key',
    holds: /rubygems_/,
    shape: /(?<![A-Za-z0-9_-])rubygems_([a-f0-9]{48})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Dropbox token',
    holds: /sl\./,
    shape: /(?<![A-Za-z0-9_-])sl\.([A-Za-z0-9_-]{130,})(?![A-Za-z0-9_-])/dg,
  },
  { name: 'a Pinecone key', holds: /pcsk_/, shape: /(?<![A-Za-z0-9_-])pcsk_([A-Za-z0-9_]{50,})(?![A-Za-z0-9_-])/dg },
  {
    name: 'a Microsoft Teams webhook',
    holds: /\.webhook\.office\.com/,
    shape:
      /(?<![A-Za-z0-9_-])[a-z0-9-]+\.webhook\.office\.com\/webhookb2\/[a-z0-9@-]+\/IncomingWebhook\/([a-z0-9]{32})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a Slack webhook',
    holds: /hooks\.slack/,
    shape:
      /(?<![A-Za-z0-9_-])hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Z]\w{6,}\/\w{6,}\/(?:\d+\/)?([A-Za-z0-9]{20,})(?![A-Za-z0-9_-])/dg,
  },
  {
    name: 'a signed JWT',
    holds: /eyJ/,
    shape: /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,}\.([A-Za-z0-9_-]{20,})/dg,
  },
];

/** All of `holds`, sorted: literals side by side are one search for V8, which compares only those with the same beginning. */
const ANY_PART =
  /:AA|AGE-SECRET-KEY-1|AIza|AKIA|ASIA|ATATT3|ATBB|GOCSPX-|HRKU-|NRAK-|PMAK-|PRIVATE KEY|SG\.|\.atlasv1\.|\.webhook\.office\.com|dapi|dckr_|doo_v1_|dop_v1_|dor_v1_|dp\.audit\.|dp\.ct\.|dp\.pt\.|dp\.sa\.|dp\.scim\.|dp\.st\.|eyJ|figd|figo|figr|figu|gho_|ghp_|ghr_|ghs_|ghu_|github_pat_|glagent-|glc_|glcbt-|gldt-|glft-|glimt-|gloas-|glpat-|glptt-|glrt-|glsa_|glsoat-|gsk_|hf_|hooks\.slack|hvb\.|hvr\.|hvs\.|k_live_|key-|lin_api_|lin_oauth_|lsv2_|nfp_|npm_|ntn_|pat-eu|pat-na|pcsk_|pplx-|pscale_|pul-|pypi-AgEI|r8_|rubygems_|sb_secret_|sbp_|secret_|shpat_|shpca_|shppa_|shpss_|sig=|sk-|sk-ant-|sk-or-v1-|sl\.|sntrys_|sntryu_|sq0|tvly-|webhooks\/|whsec_|xai-|xapp-|xkeysib-|xoxa-|xoxb-|xoxe-|xoxp-|xoxr-|xoxs-|ya29\.|SK[a-f0-9]|pat[A-Za-z0-9]{14}\./;

/** The formats that a text may have a token of; linear in the text. */
export const formatsIn = (text: string): readonly TokenFormat[] =>
  ANY_PART.test(text) ? TOKEN_FORMATS.filter(({ holds }) => holds.test(text)) : [];
