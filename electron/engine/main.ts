import { attachToHost } from './host';

attachToHost({
  connect: () => () => undefined,
  close: () => Promise.resolve(),
});
