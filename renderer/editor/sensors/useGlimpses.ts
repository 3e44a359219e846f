import { useEffect, useSyncExternalStore } from 'react';
import type { SensorId } from '../../../shared/model/ids';
import { useEditor } from '../editorContext';
import type { Glimpse } from './glimpseStore';

/** What is known of these sensors' history; redraws when more has come. */
export function useGlimpses(ids: readonly SensorId[]): (id: SensorId) => Glimpse | undefined {
  const { glimpses } = useEditor();
  useSyncExternalStore(glimpses.subscribe, glimpses.version);
  const wanted = ids.join(' ');
  const version = glimpses.version();
  useEffect(() => {
    glimpses.want(ids);
    // The ids are a new array every time; what they say is in `wanted`.
  }, [glimpses, wanted, version]);
  return (id) => glimpses.get(id);
}
