import { useModel } from '../state/appContext';
import { useHistory } from '../state/playbackSession';

const doesNotGrow = 'This plant’s history is stored here and does not grow. Live needs a live data source.';
const nothingNew = 'Nothing new comes from the data source at the moment, so there is no now to show.';

/** Why a plant cannot go live; undefined where its history grows. */
export function whyNotLive(plant: { readonly grows: boolean; readonly hasSources: boolean }): string | undefined {
  if (plant.grows) {
    return undefined;
  }
  return plant.hasSources ? nothingNew : doesNotGrow;
}

/** Why the open plant cannot go live; undefined where it can, or is. */
export function useWhyNotLive(): string | undefined {
  const grows = useHistory((state) => state.extent?.live === true || state.playback?.phase === 'live');
  const hasSources = useModel((state) => (state.model?.dataSources.size ?? 0) > 0);
  return whyNotLive({ grows, hasSources });
}
