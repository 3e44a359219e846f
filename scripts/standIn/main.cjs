// The stand-in runtime has no default app of its own: this one takes the app's folder from the command line,
// as Electron's own does.
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('Give the folder of an app.');
  process.exit(1);
}
const appFolder = resolve(folder);
const { name, productName, version, main } = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(appFolder);
require(join(appFolder, main));
