/** Whether a file is code of another language that services are written in: no reader here knows what it does. */
export function isOtherServerLanguage(path: string): boolean {
  return OTHERS.test(path);
}

const OTHERS = /\.(?:go|rs|java|kts?|scala|cs|cpp|cc|rb|php|exs?|swift)$/;
