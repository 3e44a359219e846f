import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quality } from '../history/historySource';
import { keyText, measurementText } from '../../testing/influxFixture';
import { hostileName } from '../../testing/hostileNames';
import { codeOfQualityText, qualityOfCode } from './opcQuality';
import { tagsOfSeriesText } from './seriesKeyText';

// Backslashes are not escaped in a series' key: InfluxDB refuses the names that would be ambiguous.
const tagText = hostileName.filter((name) => !name.includes('\\'));

test("[I26] the tags in a series' key are read back as they were", () => {
  fc.assert(
    fc.property(tagText, fc.dictionary(tagText, tagText, { maxKeys: 4 }), (measurement, tags) => {
      const pairs = Object.entries(tags).map(([key, value]) => `,${keyText(key)}=${keyText(value)}`);
      expect(tagsOfSeriesText(measurementText(measurement) + pairs.join(''))).toEqual(tags);
    }),
  );
  expect(tagsOfSeriesText('m,path=C:\\temp\\a,x=1')).toEqual({ path: 'C:\\temp\\a', x: '1' });
  expect(tagsOfSeriesText('m')).toEqual({});
});

test.each([
  [NaN, quality.good],
  [0, quality.good],
  [192, quality.good],
  [255, quality.good],
  [64, quality.uncertain],
  [127, quality.uncertain],
  [1, quality.bad],
  [63, quality.bad],
  [128, quality.bad],
  [191, quality.bad],
  [-1, quality.bad],
  [0x0030_0000, quality.good],
  [0x4090_0000, quality.uncertain],
  [0x8000_0000, quality.bad],
  [0x1_0000_0000, quality.bad],
])('[I24] the code %d is quality %d', (code, expected) => {
  expect(qualityOfCode(code)).toBe(expected);
});

test.each([
  ['Good', quality.good],
  ['GOOD', quality.good],
  [' good ', quality.good],
  ['The operation succeeded. StatusGood (0x0)', quality.good],
  ['GoodLocalOverride', quality.good],
  ['Uncertain', quality.uncertain],
  ['UncertainLastUsableValue', quality.uncertain],
  ['Bad', quality.bad],
  ['', quality.bad],
  ['192', quality.good],
  ['0x80000000', quality.bad],
  ['BadNoData', quality.bad],
])('[I24] the text %j is quality %d', (text, expected) => {
  expect(qualityOfCode(codeOfQualityText(text))).toBe(expected);
});
