import type { IconName } from '../components/iconDrawings';

/** Something a person can do, once for tool bar, menu, keyboard and command palette. */
export interface AppCommand {
  /** Unique, `noun:verb`. */
  readonly id: string;
  /** Sentence case, a verb first. */
  readonly title: string;
  /** More words it is found by. */
  readonly keywords?: string;
  /** Shortcuts as `Ctrl+Shift+Z`, `R`, `Alt+A`, `ArrowLeft`; the first is shown. */
  readonly keys: readonly string[];
  readonly icon?: IconName;
  /** Modes in which its keys and its row are live. */
  readonly modes: readonly ('operate' | 'model')[];
  /** Undefined when it can run now, else why not, in plain words. */
  readonly unavailable: () => string | undefined;
  readonly run: () => void;
}
