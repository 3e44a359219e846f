import { createInterface } from 'node:readline';
import { toAppError } from '../../shared/lib/appError';
import { clientForHostility, hostileQuestions } from '../hostileService/hostileQuestions';
import type { Asked } from '../hostileService/hostilePlay';

// A process of its own that asks hostile services, so that what they cost it can be measured. On each line of its input an
// address and what is asked there; on each line of its output the reason why that failed, and its largest memory so far.

createInterface({ input: process.stdin }).on('line', (line) => {
  const { address, asked } = JSON.parse(line) as { readonly address: string; readonly asked: Asked };
  const client = clientForHostility({ address });
  void hostileQuestions[asked](client)
    .then(
      () => 'answered',
      (thrown: unknown) => {
        const error = toAppError(thrown);
        return error.code === 'service-failed' ? error.reason : error.code;
      },
    )
    .then((reason) => {
      client.dispose();
      globalThis.gc?.();
      console.log(JSON.stringify({ reason, mostBytes: process.resourceUsage().maxRSS * 1_024 }));
    });
});
