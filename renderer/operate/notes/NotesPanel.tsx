import { type ReactElement, useMemo } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button';
import { IconButton } from '../../components/IconButton';
import { useModel } from '../../state/appContext';
import { useZoneClock } from '../../state/playbackSession';
import operate from '../OperateMode.module.css';
import { NewNote } from './NewNote';
import { NoteRow } from './NoteRow';
import type { NotesDesk } from './notesDesk';
import { notesInOrder } from './notesInOrder';
import styles from './Notes.module.css';

/** All notes of the plant in the order of their moments, and the one being written. Stands in the place of the selection. */
export function NotesPanel({ desk }: { readonly desk: NotesDesk }): ReactElement | null {
  const { openId, draft } = useStore(desk.store);
  const notes = useModel((state) => state.model?.notes);
  const clock = useZoneClock();
  const listed = useMemo(() => (notes === undefined ? [] : notesInOrder({ notes })), [notes]);
  return (
    <aside className={operate.panel} aria-label="Notes" data-testid="notes-panel">
      <div className={operate.panelHead}>
        <span className={operate.panelTag}>Notes</span>
        <span className={operate.panelClass}>{listed.length === 0 ? '' : listed.length}</span>
        <IconButton icon="plus" label="Pin a note to the moment shown (N)" onClick={desk.write} />
        <IconButton icon="close" label="Close (Esc)" onClick={desk.close} />
      </div>
      {draft === undefined ? null : <NewNote draft={draft} desk={desk} clock={clock} />}
      {listed.length === 0 && draft === undefined ? (
        <div className={styles.none}>
          <p>No notes yet. A note stays at its moment, for whoever looks at it later.</p>
          <Button look="main" onClick={desk.write}>
            Pin a note
          </Button>
        </div>
      ) : null}
      <ol className={styles.list}>
        {listed.map((note) => (
          <NoteRow key={note.id} note={note} isOpen={note.id === openId} desk={desk} clock={clock} />
        ))}
      </ol>
    </aside>
  );
}
