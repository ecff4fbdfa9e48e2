/** What authors of plug-ins test their rules with, `auditlint/testing`. It needs no runner, and no place but the fixtures. */
export { type Metamorphosis, metamorphose } from './metamorphose.ts';
export { fixtureCases, type TestCase } from './test-cases.ts';
