import { describe, expect, test } from 'vitest';
import { addressProblem, addressText, isLoopbackHost, serviceAddressOf } from './serviceAddress';

// Rule numbers refer to docs/spec/tenants.md.

describe('the address of a tenant', () => {
  test.each([
    ['plants.example', 'https://plants.example:443'],
    ['  https://Plants.Example/ ', 'https://plants.example:443'],
    ['HTTPS://plants.example:8443', 'https://plants.example:8443'],
    ['plants.example:8443', 'https://plants.example:8443'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['https://localhost', 'https://localhost:443'],
  ])('[Y45] %j is %s', (typed, address) => {
    expect(serviceAddressOf(typed)).toBe(address);
    expect(serviceAddressOf(address)).toBe(address);
    expect(addressProblem(typed)).toBeUndefined();
  });

  test.each([
    ['', 'Type the address'],
    ['   ', 'Type the address'],
    ['ftp://plants.example', 'This is no address'],
    ['https://user:secret@plants.example', 'This is no address'],
    ['https://plants.example:99999', 'This is no address'],
    ['https://plants.example?x=1', 'This is no address'],
    ['plants example', 'This is no address'],
    ['https://plants.example/works', 'ends after the host'],
    ['http://plants.example', 'over https only'],
    ['http://127.plants.example', 'over https only'],
    ['http://localhost.plants.example', 'over https only'],
    ['http://10.0.0.7:8080', 'over https only'],
  ])('[Y45] %j is none: %s', (typed, words) => {
    expect(addressProblem(typed)).toContain(words);
    expect(serviceAddressOf(typed)).toBeUndefined();
  });

  test('[Y45] only this machine is this machine', () => {
    expect(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'].every(isLoopbackHost)).toBe(true);
    expect(['127.evil.example', '127.0.0.1.evil.example', '::1', 'localhos', ''].some(isLoopbackHost)).toBe(false);
  });

  test('[Y45] a person reads it without what goes without saying', () => {
    expect(addressText('https://plants.example:443')).toBe('plants.example');
    expect(addressText('http://localhost:8080')).toBe('localhost:8080');
    expect(addressText('https://user:secret@plants.example')).toBe('plants.example');
  });
});
