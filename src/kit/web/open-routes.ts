/** Routes that have to be open: who asks has nothing to show yet, or is a machine that looks whether the service lives. */

const OPEN =
  /health|ready|readiness|live|alive|ping|status|metrics|login|logout|log-?in|sign-?in|sign-?up|sign-?out|register|token|refresh|forgot|reset|verify|confirm|activate|callback|oauth|sso|saml|captcha|csrf|docs|openapi|redoc|swagger|robots|favicon|static|assets|version|public|webhook|unsubscribe/i;

/** By its path, or by the name of what serves it. */
export const isMeantOpen = (path: string, name: string): boolean => OPEN.test(`${path} ${name}`);
