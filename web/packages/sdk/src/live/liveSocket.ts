import { NamespaceSocket, type SocketOptions } from '../socket/namespaceSocket.js';
import { acknowledgements, serverEvents, type ClientEvents } from './events.js';

/** The socket of the `/live` namespace. */
export class LiveSocket extends NamespaceSocket<
  typeof serverEvents,
  typeof acknowledgements,
  ClientEvents
> {
  constructor(options: SocketOptions) {
    super({ name: '/live', serverEvents, acknowledgements }, options);
  }
}
