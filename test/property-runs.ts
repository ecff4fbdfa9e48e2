/**
 * How often a property is tried: `least` times in `npm test`, and so many times more in the part `properties` of the deep suite
 * (`AUDITLINT_PROPERTY_FACTOR`).
 */
export function propertyRuns(least: number): number {
  return least * Number(process.env.AUDITLINT_PROPERTY_FACTOR ?? 1);
}
