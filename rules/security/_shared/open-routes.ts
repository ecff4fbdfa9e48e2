/** Routes that have to be open: who asks has nothing to show yet, or is a machine that looks whether the service lives. */
import { wordsOfName } from '#ast';
import { words } from '#knowledge/words';

/** Who comes there has no login yet, or another proof than one. */
const FOR_ANONYMOUS: ReadonlySet<string> = new Set(
  words(`login logout signin signup signout register registration token tokens refresh forgot reset verify
    verification confirm confirmation activate activation callback oauth sso saml captcha csrf public webhook webhooks hook hooks unsubscribe subscribe otp waitlist
    waiting newsletter contact deauthorize`),
);
/** What users reset before they log in; a device is another matter. */
const RESET = /^(?:passwords?|pass|pw|pwd|token|auth|accounts?|credentials?|forgot)$/;
/** What everybody may read; nothing that changes it is called so for that. */
const FOR_READERS =
  /^(?:health\w*|ready\w*|readiness|livez?|liveness|alive|ping|status|metrics|docs|openapi|redoc|swagger|robots|favicon|static|assets|version|root|home|welcome|landing)$/;

/** By its path, or by the name of what serves it. */
export const isMeantOpen = (path: string, name: string, isChanging = false): boolean =>
  isForAnonymous(path, name) || (!isChanging && wordsOf(path, name).some((word) => FOR_READERS.test(word)));

/** What proves who comes, or begins without that. */
export function isForAnonymous(path: string, name: string): boolean {
  const parts = wordsOf(path, name);
  return parts.some(
    (word, at) =>
      (FOR_ANONYMOUS.has(word) && (word !== 'reset' || parts.length < 3 || parts.some((each) => RESET.test(each)))) ||
      /^(?:log|sign) (?:in|up|out)$/.test(`${word} ${parts[at + 1]}`),
  );
}

const wordsOf = (path: string, name: string): readonly string[] => `${path}_${name}`.split(/\W+/).flatMap(wordsOfName);
