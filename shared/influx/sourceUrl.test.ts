import { expect, test } from 'vitest';
import { hostOf, isSourceUrl, originOf, toSourceUrl } from './sourceUrl';

// Rule numbers refer to docs/spec/model.md.

test('[M35] an address is http or https, with a host and nothing secret', () => {
  for (const url of ['http://historian:8086', 'https://10.0.0.7', 'http://[::1]:8086', 'https://a.example/influx/']) {
    expect(isSourceUrl(url)).toBe(true);
  }
  for (const url of [
    ...['', 'historian:8086', 'ftp://historian', 'file:///etc/passwd', 'http://', 'http://user:pass@historian'],
    ...[
      'http://historian:0',
      'http://historian:99999',
      'http://h?u=me&p=secret',
      'http://h#x',
      'http://a b',
      'javascript:1',
    ],
  ]) {
    expect(isSourceUrl(url)).toBe(false);
  }
});

test('[M35] credentials are kept by scheme, host and port, in one spelling', () => {
  expect(originOf('HTTP://Historian/influx')).toBe('http://historian:80');
  expect(originOf('https://historian')).toBe('https://historian:443');
  expect(originOf('http://[::1]:8086/')).toBe('http://[::1]:8086');
  expect(hostOf('https://historian:8086/x')).toBe('historian:8086');
});

test('[M35] what is typed without a scheme gets one', () => {
  expect(toSourceUrl(' historian:8086/ ')).toBe('http://historian:8086');
  expect(toSourceUrl('https://historian')).toBe('https://historian');
  expect(toSourceUrl('')).toBe('');
});
