/** A call or a setting that cannot be carried out as it is written: a sentence for whoever runs the service. Exit code 2. */
export class ServiceUsageError extends Error {}
