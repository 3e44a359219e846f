import { parseEngineArguments } from '../../shared/contract/engineHost';
import { invariant } from '../../shared/lib/invariant';
import { Engine } from './engine';
import { attachToHost } from './host';

const startArguments = parseEngineArguments(process.argv);
invariant(startArguments !== undefined, 'the engine is started with its arguments');
const { userDataFolder, projectPath } = startArguments;

const host = attachToHost({
  connect: (port) => {
    const connection = engine.connect(port);
    return () => connection.dispose();
  },
  close: () => {
    engine.close();
    return Promise.resolve();
  },
});

const engine = new Engine({
  userDataFolder,
  onProjectChanged: (path) => host.tell({ kind: 'project', path }),
  secrets: host.secrets,
});
// Windows are heard only after this: messages wait until the script has run.
engine.start(projectPath);
