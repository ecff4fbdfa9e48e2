/** A rule is to run whose code was not loaded: the scan has to be made with all rules. */
export class UnloadedRule extends Error {
  override readonly name = 'UnloadedRule';
}
