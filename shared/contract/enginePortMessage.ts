/** `data` of the window message that carries the engine's port, and the channel it takes to the preload. */
export const enginePortMessage = 'sightglass:engine-port';
