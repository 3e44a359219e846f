import { type ReactElement, useEffect, useState } from 'react';
import type { PlantComponent, PlantModel } from '../../shared/model/plantModel';
import { componentLookOf } from '../../shared/schematic/componentLook';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { usePlaybackSession } from '../state/playbackSession';
import styles from './OperateMode.module.css';
import { readingsOf } from './slotWords';

/** The words the drawing has for a component's state: `Running 50 Hz`, `Closed`. Nothing where it has none. */
export function StateWords(props: { readonly component: PlantComponent; readonly model: PlantModel }): ReactElement {
  const { component, model } = props;
  const { frames } = usePlaybackSession();
  const [words, setWords] = useState('');
  useEffect(() => {
    const show = (): void => {
      const frame = frames.current();
      const symbol = symbolCatalogue.get(component.symbolId);
      setWords(frame ? componentLookOf(component, symbol, readingsOf(frame, model, component.id)).words : '');
    };
    show();
    return frames.subscribe(show);
  }, [frames, component, model]);
  return <p className={styles.stateWords}>{words}</p>;
}
