import { expect, test } from 'vitest';
import { parseCommandLine } from './commandLine';

test('a project option is taken relative to the folder the program was started in', () => {
  expect(parseCommandLine(['electron', 'app', '--project=plants/one.sightglass'], '/home/ops').projectPath).toBe(
    '/home/ops/plants/one.sightglass',
  );
});

test('a project file by itself is a project to open', () => {
  expect(parseCommandLine(['electron', '/plants/one.sightglass'], '/').projectPath).toBe('/plants/one.sightglass');
});

test('the option wins over a file by itself', () => {
  const words = ['electron', '/plants/one.sightglass', '--project=/plants/two.sightglass'];
  expect(parseCommandLine(words, '/').projectPath).toBe('/plants/two.sightglass');
});

test('without any, there is neither a project nor a folder of one’s own', () => {
  expect(parseCommandLine(['electron', 'app', '--project='], '/')).toEqual({
    projectPath: undefined,
    userDataFolder: undefined,
  });
});
