import type { ReactElement } from 'react';
import { bindingsOf } from '../../../shared/model/modelIndex';
import { PopupMenu, PopupMenuItem } from '../../components/PopupMenu';
import { useModel } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import { slotTitles } from '../../../shared/model/slotTitles';
import { bindSubject } from './bindSubject';
import styles from './SlotMenu.module.css';

/** Asks which slot a dropped sensor is for, where several fit or one would be replaced. */
export function SlotMenu(): ReactElement | null {
  const { store, edits } = useEditor();
  const question = useEditorState((state) => state.slotQuestion);
  const model = useModel((state) => state.model);
  const close = (): void => store.setState({ slotQuestion: undefined });
  const component = question === undefined ? undefined : model?.components.get(question.componentId);
  if (question === undefined || model === undefined || component === undefined) {
    return null;
  }
  const sensorAt = (slot: string): string => {
    const binding = bindingsOf(model, component.id).find((candidate) => candidate.slot === slot);
    return binding === undefined ? '' : (model.sensors.get(binding.sensorId)?.name ?? '');
  };
  return (
    <PopupMenu label={`Slots of ${component.tag}`} at={question} rowCount={question.slots.length} onClose={close}>
      <div className={styles.heading}>Bind to {component.tag}</div>
      {question.slots.map((slot) => (
        <PopupMenuItem
          key={slot}
          onChoose={() => {
            close();
            bindSubject(edits, question.subject, { componentId: component.id, slot });
          }}
        >
          <span>{slotTitles[slot]}</span>
          <span className={styles.instead}>{sensorAt(slot) === '' ? '' : `instead of ${sensorAt(slot)}`}</span>
        </PopupMenuItem>
      ))}
    </PopupMenu>
  );
}
