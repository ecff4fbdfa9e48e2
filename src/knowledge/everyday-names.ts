/**
 * Import names of known distributions that are as well what projects call packages of their own: a package so called says nothing about
 * who wrote it. Source: the names of `import-names.ts` and `well-known-packages.ts`, chosen by what the words mean.
 */
import { words } from './words.ts';

export const EVERYDAY_NAMES: ReadonlySet<string> = new Set(
  words(`
  agents analytics barcode build community constance databases datasets discord dns docker ee environ evaluate future git github
  gitlab google graphql guardian health_check id instructor invoke jobs kafka ldap lightning magic markdown mcp memcache mock mysql
  openai packaging past png prefect ray redis regex responses retry schedule schema segment semver serial slack slugify socks
  supabase tables telegram toml torch usb uuid validators wikipedia yaml
`),
);
