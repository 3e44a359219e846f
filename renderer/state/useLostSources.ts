import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LostSource } from '../../shared/playback/lostSource';
import { useApp, useModel } from './appContext';

/** The open plant's data sources that do not answer as they should, in the order of their names. */
export function useLostSources(): readonly LostSource[] {
  const { sources } = useApp();
  const statuses = useStore(sources);
  const dataSources = useModel((state) => state.model?.dataSources);
  return useMemo(
    () =>
      [...(dataSources?.values() ?? [])]
        .flatMap(({ id, name }): readonly LostSource[] => {
          const status = statuses.get(id);
          return status?.phase === 'failing' ? [{ name, status }] : [];
        })
        .sort((a, b) => a.name.localeCompare(b.name)),
    [dataSources, statuses],
  );
}
