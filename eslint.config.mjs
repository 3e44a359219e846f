import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const ban = (regex, message) => ({ regex, message });
const layer = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } });

const electronApi = ban('^electron(/.*)?$', 'Only electron/main and electron/preload know Electron.');
const platform = ban('^(electron(/.*)?|node:.*|better-sqlite3)$', 'Only electron/ talks to the platform.');
const ui = ban('^(react(-dom)?|@xyflow|zustand|uplot)(/.*)?$', 'Only renderer/ draws.');
const electronCode = ban('^[.].*/electron/', 'Ask the engine through renderer/bridge.');
const mainCode = ban('^[.].*/(main|preload)/', 'The engine runs without Electron.');
const serviceCode = ban('^[.].*/service/', 'Ask the service over HTTP.');
const rendererCode = ban('^[.].*/renderer/', 'Nothing outside renderer/ knows the UI.');
const upperLayers = ban('^[.].*/(electron|renderer|cli|service|bench|e2e|scripts)/', 'shared/ imports nobody.');

/** Features do not import each other; all may draw with schematic/ and meet in state/. */
const features = ['editor', 'playback', 'trends', 'sync'];
/** A screen that puts features together; only app/ knows it. */
const screens = { operate: ['playback', 'trends'] };
const otherFeatures = (own, allowed = []) => {
  const others = [...features, ...Object.keys(screens)].filter((name) => name !== own && !allowed.includes(name));
  return ban(`^(?!.*/shared/)[.].*/(${others.join('|')})(/|$)`, 'Features meet in renderer/state or shared/.');
};
/** What every feature stands on knows no feature. */
const foundations = ['schematic', 'components', 'state', 'bridge', 'styles'];

const code = ['**/*.{ts,tsx}'];
const tests = ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'];

const bannedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSAnyKeyword', message: 'Say what it is, or unknown.' },
  { selector: 'TSNonNullExpression', message: 'Narrow it instead of claiming it.' },
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text only: no HTML from strings.' },
];
const bannedInElectron = [
  { selector: "MemberExpression[property.name='openExternal']", message: 'Nothing opens outside the program.' },
  {
    selector: "MemberExpression[object.name='ipcMain']",
    message: 'Serve calls through registerShell: it checks the sender, the question and the answer.',
  },
];
const bannedInTests = [
  {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|todo|fixme)$/]',
    message: 'A test that does not run proves nothing.',
  },
  {
    // `test.skip(condition, reason)` is Playwright's way to say what is not on this machine.
    selector:
      'CallExpression[callee.object.name=/^(test|it|describe)$/][callee.property.name="skip"]:matches([arguments.0.type=/^(Literal|TemplateLiteral)$/], [arguments.length=0], [arguments.length=1])',
    message: 'A test that does not run proves nothing.',
  },
];
const bannedInRenderer = [
  {
    selector: "MemberExpression[object.name='window'][property.name='bridge']",
    message: 'Use renderer/bridge.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', '.cache/', '**/generated/', 'test-results/', 'node_modules/'] },
  {
    files: code,
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 3 }],
      'no-restricted-syntax': ['error', ...bannedSyntax],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: ['renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ignores: ['renderer/bridge/**'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax, ...bannedInRenderer] },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/main/registerShell.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax, ...bannedInElectron] },
  },
  layer(['shared/**'], [platform, ui, upperLayers]),
  layer(['electron/main/**', 'electron/preload/**'], [ui, rendererCode]),
  layer(['electron/engine/**', 'cli/**'], [electronApi, ui, mainCode, rendererCode, serviceCode]),
  layer(['service/**'], [electronApi, ui, electronCode, rendererCode]),
  layer(['renderer/**'], [platform, electronCode]),
  ...Object.entries(screens).map(([screen, used]) =>
    layer([`renderer/${screen}/**`], [platform, electronCode, otherFeatures(screen, used)]),
  ),
  ...features.map((feature) => layer([`renderer/${feature}/**`], [platform, electronCode, otherFeatures(feature)])),
  ...foundations.map((folder) => layer([`renderer/${folder}/**`], [platform, electronCode, otherFeatures(folder)])),
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', ...bannedSyntax, ...bannedInTests],
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
