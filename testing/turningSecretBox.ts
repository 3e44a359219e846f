import type { SecretBox } from '../electron/engine/secrets/secretBox';

/** A keychain that seals by turning the text around; another key cannot open what this one sealed. */
export function turningSecretBox(key: string): SecretBox {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    keeping: () => Promise.resolve('keychain'),
    seal: (text) => Promise.resolve(`${key}:${turned(text)}`),
    open: (sealed) => Promise.resolve(sealed.startsWith(`${key}:`) ? turned(sealed.slice(key.length + 1)) : undefined),
  };
}
