#!/usr/bin/env node
// What kubectl runs to complete `kubectl stackset …`; installed as kubectl_complete-stackset.
process.argv.splice(2, 0, '__complete');
await import('../dist/stackset.mjs');
