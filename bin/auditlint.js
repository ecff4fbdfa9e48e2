#!/usr/bin/env node
// Only checks the version of Node, in syntax that old ones read, before it loads what needs a new one.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  import('../dist/cli.js').catch((error) => {
    process.exitCode = 2;
    const isMissing = error.code === 'ERR_MODULE_NOT_FOUND' && /dist[\\/]cli\.js/.test(error.message);
    if (isMissing) console.error('auditlint is not built: run `npm run build` in its folder.');
    // The system refused a file of the program: too many are open, or it may not be read.
    else console.error(error.syscall === undefined ? error : `auditlint cannot start: ${error.message}`);
  });
} else {
  process.exitCode = 2;
  console.error(`auditlint needs Node 20.19 or newer; this is ${process.versions.node}.`);
}
