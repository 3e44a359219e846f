import { useEffect } from 'react';
import type { KeptCredentials } from '../../../shared/contract/sourceCalls';
import { useApp } from '../../state/appContext';

/**
 * Tells what this machine keeps for an address, again whenever the address becomes another one. It asks the engine,
 * never the server.
 */
export function useKeptCredentials(
  origin: string | undefined,
  onKnown: (kept: KeptCredentials | undefined) => void,
): void {
  const { client } = useApp();
  useEffect(() => {
    if (origin === undefined) {
      onKnown(undefined);
      return undefined;
    }
    const controller = new AbortController();
    void client.call('source:credentials', { url: origin }, { signal: controller.signal }).then((answer) => {
      if (answer.ok || answer.error.code !== 'cancelled') {
        onKnown(answer.ok ? answer.value : undefined);
      }
    });
    return () => controller.abort();
  }, [client, origin, onKnown]);
}
