import packageDocument from '../package.json';

/** The version of the service, which is the program's. */
export const serviceVersion: string = packageDocument.version;
