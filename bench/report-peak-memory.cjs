// Loaded before the program that is measured: says its peak memory in KB on stderr when it exits.
process.on('exit', () => {
  require('node:fs').writeSync(2, `peak ${process.resourceUsage().maxRSS}\n`);
});
