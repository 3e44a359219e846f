import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import type { Note } from '../../../shared/model/plantModel';
import { formatMoment, formatOffset } from '../../../shared/playback/formatTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { NotesDesk } from './notesDesk';
import styles from './Notes.module.css';

/** What a row of the list takes. */
export interface NoteRowProps {
  readonly note: Note;
  readonly isOpen: boolean;
  readonly desk: NotesDesk;
  readonly clock: ZoneClock;
}

/** The open note: its words can be written anew, it can be moved and deleted. */
function OpenNote({ note, desk }: Pick<NoteRowProps, 'note' | 'desk'>): ReactElement {
  const [text, setText] = useState(note.text);
  const isDropped = useRef(false);
  useEffect(() => setText(note.text), [note.text]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation();
    isDropped.current = event.key === 'Escape';
    if (isDropped.current || (event.key === 'Enter' && !event.shiftKey)) {
      event.preventDefault();
      event.currentTarget.blur();
    }
  };
  const keep = (): void => {
    if (isDropped.current || text.trim() === '') {
      setText(note.text);
    } else {
      desk.rewrite(note.id, text);
    }
    isDropped.current = false;
  };
  return (
    <>
      <textarea
        className={styles.text}
        aria-label="Text of the note"
        rows={3}
        maxLength={4_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={keep}
      />
      <div className={styles.buttons}>
        <Button onClick={() => desk.moveToPlayhead(note.id)} title="Pin it to the moment shown">
          Move to playhead
        </Button>
        <Button look="quiet" onClick={() => desk.remove(note.id)} title="Delete the note (Ctrl Z brings it back)">
          <Icon name="bin" />
          Delete note
        </Button>
      </div>
    </>
  );
}

/** One note of the list. Closed, a click goes to its moment and opens it. */
export function NoteRow({ note, isOpen, desk, clock }: NoteRowProps): ReactElement {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isOpen]);
  const moment = formatMoment(note.timeMs, clock);
  return (
    <li ref={row} className={styles.row} data-open={isOpen} data-testid="note-row">
      <button
        type="button"
        className={styles.head}
        aria-expanded={isOpen}
        title={`Go to ${moment}, ${formatOffset(clock.offsetMs(note.timeMs))}`}
        onClick={() => desk.show(note.id)}
      >
        <span className={styles.moment}>{moment}</span>
        {isOpen ? null : <span className={styles.words}>{note.text}</span>}
        {note.author === '' ? null : <span className={styles.author}>{note.author}</span>}
      </button>
      {isOpen ? <OpenNote note={note} desk={desk} /> : null}
    </li>
  );
}
