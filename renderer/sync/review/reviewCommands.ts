import type { ReviewItem } from '../../../shared/sync/review/review';
import type { AppCommand } from '../../state/appCommand';
import type { ConflictReview } from './createReview';

type Desk = Omit<ConflictReview, 'commands'>;

function focused({ store, onShow }: Desk): ReviewItem | undefined {
  const { focusId } = store.getState();
  return onShow()?.review.items.find(({ id }) => id === focusId);
}

function whileOpen(desk: Desk): () => string | undefined {
  return () => (desk.store.getState().open ? undefined : 'Open the review first');
}

function withItem(desk: Desk): () => string | undefined {
  return () => whileOpen(desk)() ?? (focused(desk) === undefined ? 'Choose one of the conflicts first' : undefined);
}

function takeCommand(desk: Desk, side: 'mine' | 'theirs'): AppCommand {
  return {
    id: `review:${side}`,
    title: side === 'mine' ? 'Take all mine for this conflict' : 'Take all theirs for this conflict',
    keys: [side === 'mine' ? 'M' : 'T'],
    modes: ['model'],
    unavailable: withItem(desk),
    run: () => {
      const item = focused(desk);
      if (item !== undefined) {
        desk.actions.take(item, side);
      }
    },
  };
}

function stepCommand(desk: Desk, by: 1 | -1): AppCommand {
  return {
    id: by === 1 ? 'review:next' : 'review:previous',
    title: by === 1 ? 'Next conflict' : 'Previous conflict',
    keys: [by === 1 ? 'J' : 'K'],
    modes: ['model'],
    unavailable: whileOpen(desk),
    run: () => desk.actions.step(by),
  };
}

/** The command that opens the review; the others make sense only in it. */
export const openReviewId = 'review:open';

/** What can be done with conflicts by tool bar, palette and keys. */
export function reviewCommands(desk: Desk): readonly AppCommand[] {
  return [
    {
      id: openReviewId,
      title: 'Review conflicts',
      keywords: 'sync merge mine theirs parked decide',
      keys: ['Ctrl+Shift+R'],
      modes: ['operate', 'model'],
      unavailable: () => (desk.onShow() === undefined ? 'Open a plant first' : undefined),
      run: desk.actions.open,
    },
    stepCommand(desk, 1),
    stepCommand(desk, -1),
    takeCommand(desk, 'mine'),
    takeCommand(desk, 'theirs'),
    {
      id: 'review:close',
      title: 'Decide later',
      keys: ['Escape'],
      modes: ['model'],
      unavailable: whileOpen(desk),
      run: desk.actions.close,
    },
  ];
}
