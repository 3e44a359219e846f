import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import {
  type EngineToHost,
  type HostToEngine,
  type SecretRequest,
  toEngineArguments,
} from '../../shared/contract/engineHost';
import { enginePortMessage } from '../../shared/contract/enginePortMessage';
import { isHopeless, recentFailures } from './restartPolicy';

interface EngineOptions {
  /** The engine's built file. */
  readonly script: string;
  readonly userDataFolder: string;
  readonly projectPath: string | undefined;
  /** Told when the engine ended by itself: it has been started again, or it failed too often. */
  readonly onInterrupted: (state: 'restarted' | 'gone') => void;
  readonly now: () => number;
  /** Answers from the operating system's keychain. */
  readonly onSecret: (request: SecretRequest) => string | undefined;
}

/** The process that holds the plant, seen from the main process. */
export interface EngineProcess {
  /** Gives a page a port of its own; what is said over it never passes here. */
  readonly connect: (page: WebContents) => void;
  /** Resolves when the engine has written everything, or after three seconds. */
  readonly close: () => Promise<void>;
}

const closeTimeoutMs = 3_000;

type SecretQuestion = Extract<EngineToHost, { kind: 'secret' }>;

function answerSecret(child: UtilityProcess, question: SecretQuestion, answer: EngineOptions['onSecret']): void {
  child.postMessage({ kind: 'secret', id: question.id, text: answer(question.request) } satisfies HostToEngine);
}

/** Starts the engine and keeps it running until it is closed. */
export function startEngine(options: EngineOptions): EngineProcess {
  let projectPath = options.projectPath;
  let closing = false;
  let failureTimesMs: readonly number[] = [];
  let onClosed: () => void = () => undefined;
  let engine = fork();

  function fork(): UtilityProcess {
    const words = toEngineArguments({ userDataFolder: options.userDataFolder, projectPath });
    const child = utilityProcess.fork(options.script, [...words], { serviceName: 'Sightglass engine' });
    child.on('message', (message: EngineToHost) => hear(child, message));
    child.on('exit', () => interrupted());
    return child;
  }

  function hear(child: UtilityProcess, message: EngineToHost): void {
    if (message.kind === 'secret') {
      answerSecret(child, message, options.onSecret);
    } else if (message.kind === 'project') {
      projectPath = message.path;
    } else if (message.kind === 'closed') {
      onClosed();
    }
  }

  function interrupted(): void {
    if (closing) {
      onClosed();
      return;
    }
    failureTimesMs = recentFailures(failureTimesMs, options.now());
    const hopeless = isHopeless(failureTimesMs);
    engine = hopeless ? engine : fork();
    options.onInterrupted(hopeless ? 'gone' : 'restarted');
  }

  return {
    connect(page) {
      const { port1, port2 } = new MessageChannelMain();
      engine.postMessage({ kind: 'connect' } satisfies HostToEngine, [port1]);
      page.postMessage(enginePortMessage, undefined, [port2]);
    },
    async close() {
      closing = true;
      await new Promise<void>((done) => {
        onClosed = done;
        setTimeout(done, closeTimeoutMs);
        engine.postMessage({ kind: 'close' } satisfies HostToEngine);
      });
      engine.kill();
    },
  };
}
