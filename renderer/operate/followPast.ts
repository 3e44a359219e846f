import type { PlaybackState } from '../../shared/playback/playbackMachine';
import { placeInForce, type RevisionTime } from '../../shared/sync/past/revisionInForce';
import { atMostEvery } from '../state/atMostEvery';
import type { App } from '../state/appContext';
import type { PlaybackStore } from '../state/playbackStore';
import { noReplayPast, type ReplayPastStore } from '../state/replayPastStore';

/** A colleague's edits may come by the dozen. */
const askEveryMs = 1_000;

/** What follows the playhead. */
export interface PastTools {
  readonly playback: PlaybackStore;
  readonly past: ReplayPastStore;
}

/** Whether revisions have other numbers than before: a plant was published, or its service restored. */
function isOtherLog(before: readonly RevisionTime[], after: readonly RevisionTime[]): boolean {
  const known = new Map(before.map(({ seq, atMs }) => [seq, atMs]));
  return (
    (before.length === 0 && after.length > 0) ||
    after.some(({ seq, atMs }) => known.get(seq) !== undefined && atMs > 0 && known.get(seq) !== atMs)
  );
}

/** Shows in Operate the plant that was in force at the playhead. */
class PastFollower {
  readonly #app: App;
  readonly #tools: PastTools;
  /** Place of the revision that is wanted or shown; undefined: today's plant. */
  #place: number | undefined;
  #isReading = false;

  constructor(app: App, tools: PastTools) {
    this.#app = app;
    this.#tools = tools;
  }

  /** Asks when which revision came into force. */
  async ask(): Promise<void> {
    const { client, models } = this.#app;
    const path = models.store.getState().project?.path;
    const answer = path === undefined ? undefined : await client.call('sync:timeline', {});
    if (models.store.getState().project?.path === path) {
      const times = answer?.ok === true ? answer.value.revisions : [];
      if (isOtherLog(this.#tools.past.getState().times, times)) {
        this.#app.revisions.clear();
      }
      this.#tools.past.setState({ ...noReplayPast, times });
      this.#place = undefined;
      this.look();
    }
  }

  /** Another plant: what was known is of no use. */
  forget(): void {
    this.#tools.past.setState(noReplayPast);
    this.#place = undefined;
  }

  /** Looks where the playhead stands. Costs a search among numbers while that is within one revision. */
  look(): void {
    const { times } = this.#tools.past.getState();
    const place = this.#wanted(times, this.#tools.playback.getState().playback);
    if (place === undefined) {
      this.#place = undefined;
      this.#app.onShow.operate.show(undefined);
      this.#forgetAhead();
    } else if (place !== this.#place) {
      this.#place = place;
      this.#show();
    }
  }

  #forgetAhead(): void {
    if (this.#tools.past.getState().ahead.length > 0) {
      this.#tools.past.setState({ ahead: [] });
    }
  }

  #wanted(times: readonly RevisionTime[], playback: PlaybackState | undefined): number | undefined {
    const isToday = playback === undefined || playback.phase === 'live' || this.#app.session.getState().todaysDrawing;
    return isToday ? undefined : placeInForce(times, playback.timeMs);
  }

  /** Shows what is wanted if it is here; else asks for it, one question at a time, and looks again. */
  #show(): void {
    const wanted = this.#tools.past.getState().times[this.#place ?? NaN];
    const model = wanted && this.#app.revisions.known(wanted.seq);
    if (wanted !== undefined && model !== undefined) {
      this.#app.onShow.operate.show({ ...wanted, model });
      this.#readAhead();
    } else if (wanted !== undefined && !this.#isReading) {
      void this.#read(wanted);
    }
  }

  async #read(wanted: RevisionTime): Promise<void> {
    this.#isReading = true;
    const answer = await this.#app.revisions.read(wanted.seq);
    this.#isReading = false;
    const { past } = this.#tools;
    if (past.getState().times[this.#place ?? NaN]?.seq !== wanted.seq) {
      this.#show();
    } else if (answer.ok) {
      past.setState({ problem: undefined });
      this.#show();
    } else {
      // Honest rather than right by chance: what is shown is said to be today's.
      past.setState({ problem: answer.error });
      this.#app.onShow.operate.show(undefined);
    }
  }

  /** Fetches the revisions on both sides, so that the running clock finds them here. */
  #readAhead(): void {
    const { past } = this.#tools;
    const place = this.#place ?? NaN;
    const beside = [past.getState().times[place + 1], past.getState().times[place - 1]].flatMap((time) => time ?? []);
    const tell = (): void => {
      if (this.#place === place) {
        past.setState({ ahead: beside.flatMap(({ seq }) => this.#app.revisions.known(seq) ?? []) });
      }
    };
    tell();
    beside
      .filter(({ seq }) => this.#app.revisions.known(seq) === undefined)
      .forEach(({ seq }) => void this.#app.revisions.read(seq).then(tell));
  }
}

/** Keeps what Operate draws on the revision in force at the playhead. Answers what ends it. */
export function followPast(app: App, tools: PastTools): () => void {
  const follower = new PastFollower(app, tools);
  const { store: models } = app.models;
  const askSoon = atMostEvery(askEveryMs, () => void follower.ask());
  const stops = [
    models.subscribe((state, before) => {
      if (state.project?.path !== before.project?.path) {
        follower.forget();
        void follower.ask();
      }
    }),
    app.client.on('sync:revisions-changed', askSoon.soon),
    tools.playback.subscribe((state, before) => state.playback !== before.playback && follower.look()),
    app.session.subscribe((state, before) => state.todaysDrawing !== before.todaysDrawing && follower.look()),
    askSoon.stop,
  ];
  void follower.ask();
  return () => stops.forEach((stop) => stop());
}
