import { expect, test } from 'vitest';
import { parseEngineArguments, toEngineArguments } from './engineHost';

test('the engine reads the command line that the main process writes', () => {
  const options = { userDataFolder: '/home/plant user/data', projectPath: '/plants/a=b.sightglass' };
  expect(parseEngineArguments(['node', 'engine.cjs', ...toEngineArguments(options)])).toEqual(options);
});

test('no project is a project left out, not an empty path', () => {
  const options = { userDataFolder: '/data', projectPath: undefined };
  expect(parseEngineArguments(toEngineArguments(options))).toEqual(options);
});

test('a command line without the folder is refused', () => {
  expect(parseEngineArguments(['node', 'engine.cjs'])).toBeUndefined();
});
