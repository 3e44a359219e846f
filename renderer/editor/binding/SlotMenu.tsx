import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { bindingsOf } from '../../../shared/model/modelIndex';
import { useModel } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import { slotTitles } from '../../../shared/model/slotTitles';
import { bindSubject } from './bindSubject';
import styles from './SlotMenu.module.css';

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) {
    event.preventDefault();
    event.stopPropagation();
    const rows = [...event.currentTarget.querySelectorAll('button')];
    rows[(rows.findIndex((row) => row === document.activeElement) + step + rows.length) % rows.length]?.focus();
  }
}

/** Asks which slot a dropped sensor is for, where several fit or one would be replaced. */
export function SlotMenu(): ReactElement | null {
  const { store, edits } = useEditor();
  const question = useEditorState((state) => state.slotQuestion);
  const model = useModel((state) => state.model);
  const menu = useRef<HTMLDivElement>(null);
  const close = (): void => store.setState({ slotQuestion: undefined });
  useEffect(() => menu.current?.querySelector('button')?.focus(), [question]);
  const component = question === undefined ? undefined : model?.components.get(question.componentId);
  if (question === undefined || model === undefined || component === undefined) {
    return null;
  }
  const sensorAt = (slot: string): string => {
    const binding = bindingsOf(model, component.id).find((candidate) => candidate.slot === slot);
    return binding === undefined ? '' : (model.sensors.get(binding.sensorId)?.name ?? '');
  };
  return (
    <>
      <div className={styles.ground} onPointerDown={close} />
      <div
        ref={menu}
        className={styles.menu}
        role="menu"
        aria-label={`Slots of ${component.tag}`}
        style={{
          left: Math.min(question.clientX, window.innerWidth - 280),
          top: Math.min(question.clientY, window.innerHeight - 40 - question.slots.length * 28),
        }}
        onKeyDown={(event) => {
          walk(event);
          if (event.key === 'Escape') {
            event.stopPropagation();
            close();
          }
        }}
      >
        <div className={styles.heading}>Bind to {component.tag}</div>
        {question.slots.map((slot) => (
          <button
            key={slot}
            type="button"
            role="menuitem"
            className={styles.item}
            onClick={() => {
              close();
              bindSubject(edits, question.subject, { componentId: component.id, slot });
            }}
          >
            <span>{slotTitles[slot]}</span>
            <span className={styles.instead}>{sensorAt(slot) === '' ? '' : `instead of ${sensorAt(slot)}`}</span>
          </button>
        ))}
      </div>
    </>
  );
}
