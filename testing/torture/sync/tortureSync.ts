import { swarmHistory } from './swarmHistory';
import { addCounts, noCounts } from './faultCounts';
import { playHistory } from './tortureHistory';
import { realProtocol } from './tortureProtocol';
import { tortureStart } from './tortureWorld';

const [n = '100', seed = '1', steps = '300'] = process.argv.slice(2);
const start = tortureStart();
const sum = noCounts();
const t = performance.now();
const found = new Map<string, number>();
for (let i = 0; i < Number(n); i += 1) {
  const script = swarmHistory(Number(seed) + i, { steps: Number(steps), fewestReplicas: 2, mostReplicas: 9 });
  const outcome = playHistory(script, { protocol: realProtocol, start });
  addCounts(sum, outcome.counts);
  if (outcome.violation) {
    const k = outcome.violation.property;
    found.set(k, (found.get(k) ?? 0) + 1);
    if ((found.get(k) ?? 0) <= 4) console.log(script.seed, outcome.violation.property, outcome.violation.detail);
  }
}
console.log(sum, found, (performance.now() - t) / Number(n), 'ms each');
