import packageDocument from '../package.json' with { type: 'json' };

/** The version of the service, which is the program's. */
export const serviceVersion: string = packageDocument.version;
