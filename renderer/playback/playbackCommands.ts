import { formatSpan } from '../../shared/playback/formatTime';
import { isRunning, type PlaybackState, speedChoices } from '../../shared/playback/playbackMachine';
import { zoomWindow } from '../../shared/playback/timeWindow';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { SensorId } from '../../shared/model/ids';
import type { AppCommand } from '../state/appCommand';
import type { PlaybackSession } from '../state/playbackSession';
import { whyNotLive } from './notLive';

/** What the timeline's commands work with. */
export interface PlaybackCommandOptions {
  readonly session: PlaybackSession;
  readonly client: EngineClient;
  /** The sensors of what is selected, or of the whole sheet when nothing is. */
  readonly sensorsInScope: () => readonly SensorId[];
  /** True when the open plant has data sources. */
  readonly hasSources: () => boolean;
}

type Rest = Omit<AppCommand, 'id' | 'title' | 'modes' | 'unavailable'> & Partial<Pick<AppCommand, 'unavailable'>>;

const stepShare = 0.5;
const zoomStep = 0.5;

/** One command that needs a history; without one it says so. */
function commandFor(session: PlaybackSession) {
  const unavailable = (): string | undefined =>
    session.store.getState().playback === undefined ? 'There is no history to play yet.' : undefined;
  return (id: string, title: string, rest: Rest): AppCommand => ({
    ...{ id: `playback:${id}`, title, modes: ['operate'], unavailable },
    ...rest,
  });
}

function currentOf({ store }: PlaybackSession): PlaybackState | undefined {
  return store.getState().playback;
}

function stepBy({ session }: PlaybackCommandOptions, byMs: number): void {
  const playback = currentOf(session);
  if (playback !== undefined) {
    session.actions.seek(playback.timeMs + byMs);
  }
}

/** Distance of the samples of what is in scope; a second where it is not known. */
function samplePeriodMs({ session }: PlaybackCommandOptions): number {
  const periods = session.store.getState().extent?.series.flatMap((series) => series.typicalPeriodMs ?? []) ?? [];
  return periods.length === 0 ? 1_000 : periods.reduce((least, period) => Math.min(least, period));
}

async function seekNextChange(options: PlaybackCommandOptions, direction: 1 | -1): Promise<void> {
  const { session, client, sensorsInScope } = options;
  const playback = currentOf(session);
  const sensorIds = [...sensorsInScope()];
  if (playback === undefined || sensorIds.length === 0) {
    return;
  }
  const answer = await client.call('history:next-change', { sensorIds, fromMs: playback.timeMs, direction });
  if (answer.ok && answer.value.timeMs !== undefined) {
    session.actions.seek(answer.value.timeMs);
  }
}

function zoom(session: PlaybackSession, factor: number): void {
  const playback = currentOf(session);
  if (playback !== undefined) {
    const { window, range, timeMs } = playback;
    session.actions.send({ type: 'window-set', window: zoomWindow(window, { factor, aboutMs: timeMs }, range) });
  }
}

function playCommands({ session, hasSources }: PlaybackCommandOptions): readonly AppCommand[] {
  const command = commandFor(session);
  const changeSpeed = (factor: number): void => {
    const playback = currentOf(session);
    if (playback !== undefined) {
      session.actions.send({ type: 'speed-set', speed: playback.speed * factor });
    }
  };
  return [
    command('toggle', 'Play or pause', {
      keys: ['Space'],
      icon: 'play',
      run: () => {
        const playback = currentOf(session);
        session.actions.send({ type: playback !== undefined && isRunning(playback) ? 'pause' : 'play' });
      },
    }),
    ...speedChoices.map((speed, index) =>
      command(`speed-${speed}`, `Play at ${speed.toLocaleString('en-GB')}×`, {
        keys: [String(index + 1)],
        run: () => session.actions.send({ type: 'speed-set', speed }),
      }),
    ),
    command('faster', 'Play twice as fast', { keys: ['Shift+ArrowUp'], run: () => changeSpeed(2) }),
    command('slower', 'Play half as fast', { keys: ['Shift+ArrowDown'], run: () => changeSpeed(0.5) }),
    command('loop', 'Loop the window, or stop looping', {
      keys: [],
      icon: 'loop',
      run: () => {
        const playback = currentOf(session);
        session.actions.send({ type: 'loop-set', loop: playback?.loop === undefined ? playback?.window : undefined });
      },
    }),
    command('live', 'Go live', {
      keys: ['L'],
      icon: 'to-end',
      unavailable: () => {
        const { extent, playback } = session.store.getState();
        const grows = extent?.live === true || playback?.phase === 'live';
        return whyNotLive({ grows, hasSources: hasSources() });
      },
      run: () => session.actions.goLive(),
    }),
  ];
}

function stepCommands(options: PlaybackCommandOptions): readonly AppCommand[] {
  const { session } = options;
  const command = commandFor(session);
  const stepMs = (): number => session.controls.getState().stepMs;
  const words = formatSpan(stepMs());
  return [
    command('step-back', 'Step back', { keywords: words, keys: ['ArrowLeft'], run: () => stepBy(options, -stepMs()) }),
    command('step', 'Step on', { keywords: words, keys: ['ArrowRight'], run: () => stepBy(options, stepMs()) }),
    command('leap-back', 'Ten steps back', {
      keys: ['Shift+ArrowLeft'],
      run: () => stepBy(options, -10 * stepMs()),
    }),
    command('leap', 'Ten steps on', { keys: ['Shift+ArrowRight'], run: () => stepBy(options, 10 * stepMs()) }),
    command('sample-back', 'One sample back', {
      keys: ['Alt+ArrowLeft'],
      run: () => stepBy(options, -samplePeriodMs(options)),
    }),
    command('sample', 'One sample on', {
      keys: ['Alt+ArrowRight'],
      run: () => stepBy(options, samplePeriodMs(options)),
    }),
    command('previous-change', 'Previous change of the selection', {
      keywords: 'event',
      keys: [','],
      run: () => void seekNextChange(options, -1),
    }),
    command('next-change', 'Next change of the selection', {
      keywords: 'event',
      keys: ['.'],
      run: () => void seekNextChange(options, 1),
    }),
  ];
}

function windowCommands({ session }: PlaybackCommandOptions): readonly AppCommand[] {
  const command = commandFor(session);
  const seekEnd = (end: 'startMs' | 'endMs'): void => {
    const playback = currentOf(session);
    if (playback !== undefined) {
      session.actions.seek(playback.range[end]);
    }
  };
  const pan = (share: number): void => {
    const playback = currentOf(session);
    if (playback !== undefined) {
      const { startMs, endMs } = playback.window;
      const byMs = (endMs - startMs) * share;
      session.actions.send({ type: 'window-set', window: { startMs: startMs + byMs, endMs: endMs + byMs } });
    }
  };
  return [
    command('start', 'Go to the start of what is stored', {
      keys: ['Home'],
      icon: 'to-start',
      run: () => seekEnd('startMs'),
    }),
    command('end', 'Go to the end of what is stored', { keys: ['End'], icon: 'to-end', run: () => seekEnd('endMs') }),
    command('type-time', 'Go to a time', {
      keywords: 'type date clock jump',
      keys: ['T'],
      icon: 'clock',
      run: () => session.controls.setState({ typingTime: true }),
    }),
    command('zoom-in', 'Zoom the timeline in', { keys: ['+', '='], run: () => zoom(session, zoomStep) }),
    command('zoom-out', 'Zoom the timeline out', { keys: ['-', '−'], run: () => zoom(session, 1 / zoomStep) }),
    command('window-earlier', 'Move the window back', { keys: ['PageUp'], run: () => pan(-stepShare) }),
    command('window-later', 'Move the window on', { keys: ['PageDown'], run: () => pan(stepShare) }),
    command('fit', 'Show all that is stored', {
      keys: ['0'],
      run: () => {
        const playback = currentOf(session);
        if (playback !== undefined) {
          session.actions.send({ type: 'window-set', window: playback.range });
        }
      },
    }),
  ];
}

/** Everything the timeline can be asked to do, for keys, buttons and the command palette. */
export function createPlaybackCommands(options: PlaybackCommandOptions): readonly AppCommand[] {
  return [...playCommands(options), ...stepCommands(options), ...windowCommands(options)];
}
