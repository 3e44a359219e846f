import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { formatMoment, formatOffset } from '../../../shared/playback/formatTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { Button } from '../../components/Button';
import controls from '../../components/controls.module.css';
import type { NoteDraft, NotesDesk } from './notesDesk';
import styles from './Notes.module.css';
import { keepAuthor, rememberedAuthor } from './rememberedAuthor';

/** The fields for a note that is not pinned yet. Enter pins it, Shift Enter begins a line. */
export function NewNote(props: {
  readonly draft: NoteDraft;
  readonly desk: NotesDesk;
  readonly clock: ZoneClock;
}): ReactElement {
  const { draft, desk, clock } = props;
  const writeCount = useStore(desk.store, (state) => state.writeCount);
  const [author, setAuthor] = useState(rememberedAuthor);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), [writeCount]);
  const isEmpty = draft.text.trim() === '';
  const pin = (): void => {
    if (!isEmpty) {
      keepAuthor(author.trim());
      desk.pin(author.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      desk.dropDraft();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      pin();
    }
  };
  return (
    <form className={styles.draft} aria-label="New note" onSubmit={(event) => event.preventDefault()}>
      <span className={styles.moment}>
        {`${formatMoment(draft.timeMs, clock)}, ${formatOffset(clock.offsetMs(draft.timeMs))}`}
      </span>
      <textarea
        ref={field}
        className={styles.text}
        aria-label="Text of the note"
        placeholder="What happened?"
        rows={3}
        maxLength={4_000}
        value={draft.text}
        onChange={(event) => desk.changeDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <input
        className={controls.field}
        aria-label="Your name"
        placeholder="Your name"
        maxLength={200}
        spellCheck={false}
        value={author}
        onChange={(event) => setAuthor(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.buttons}>
        <Button look="main" unavailable={isEmpty ? 'Write what happened first' : undefined} onClick={pin}>
          Pin note
        </Button>
        <Button look="quiet" onClick={desk.dropDraft}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
