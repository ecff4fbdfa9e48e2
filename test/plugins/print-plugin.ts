/** A plug-in as one module, plain data: it finds each call of `print`. */
export const PRINT_PLUGIN = `export default { kitVersion: 2, name: 'house', rules: { 'print-call': {
  type: 'source',
  docs: { summary: 'call of print', why: 'it prints', remedy: 'Log it', harm: 'hides-failures', severity: 'P1', precision: 'high', since: '1.0.0', cwe: [], origin: [], bad: 'print(1)', good: 'log(1)' },
  visit: { Call(call, ctx) { if (call.func.id === 'print') ctx.report({ at: call, message: 'it is printed' }); } },
} } };
`;
