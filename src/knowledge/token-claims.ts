/** What a signed token (JWT) says of itself: its second part, which anybody can read. */

/** A JSON object in base64 without padding, between two points. */
const PAYLOAD = /\beyJ[A-Za-z0-9_-]{10,1000}\.(eyJ[A-Za-z0-9_-]{2,4000})\.[A-Za-z0-9_-]{10,}/;

/** Undefined for what is no token, or whose claims cannot be read. */
function claimsOfToken(text: string): ReadonlyMap<string, unknown> | undefined {
  const encoded = PAYLOAD.exec(text)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? new Map(Object.entries(claims)) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * It is the sample of https://jwt.io or what a page hands to every visitor; the key that passes every policy
 * (https://supabase.com/docs/guides/api/api-keys); it ends by itself, or not.
 */
export function saidByToken(text: string): 'public' | 'opens everything' | 'ends' | 'lasts' | undefined {
  const claims = claimsOfToken(text);
  if (claims === undefined) return undefined;
  if (claims.get('sub') === '1234567890' || claims.get('role') === 'anon') return 'public';
  if (claims.get('role') === 'service_role') return 'opens everything';
  return claims.has('exp') ? 'ends' : 'lasts';
}
