import type { ReactElement } from 'react';
import type { LostSource } from '../../shared/playback/lostSource';
import { Button } from '../components/Button';
import { useApp } from '../state/appContext';

/** Asks lost sources now instead of when their next turn would come. */
export function TryAgain({ lost }: { readonly lost: readonly LostSource[] }): ReactElement {
  const { client } = useApp();
  const retry = (): void => lost.forEach(({ status: { sourceId } }) => void client.call('source:retry', { sourceId }));
  return <Button onClick={retry}>Try again</Button>;
}
