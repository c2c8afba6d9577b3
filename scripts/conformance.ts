// Compares the plan of every recorded step with what stackset-controller decided. Run: npm run conformance
import { comparePlans } from '../fixtures/conformance/compare-plans.ts';

const steps = comparePlans();
const failed = steps.filter(({ differences }) => differences.length > 0);
for (const { name, differences } of failed) process.stderr.write(`${name}\n${differences.map((text) => `  ${text}\n`).join('')}`);
process.stdout.write(`${steps.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length > 0 || steps.length === 0 ? 1 : 0;
