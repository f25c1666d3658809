import { NamespaceSocket, openSocketIo, type SocketOptions } from '../socket/namespaceSocket.js';
import { accountAcknowledgements, accountEvents, type AccountRequests } from './events.js';

/**
 * The socket of the `/account` namespace: what happens to the signed-in account, or to the QR login this browser waits
 * for. It has a connection of its own, because the secret of a QR login comes with the cookies a connection begins with.
 */
export class AccountSocket extends NamespaceSocket<
  typeof accountEvents,
  typeof accountAcknowledgements,
  AccountRequests
> {
  constructor(options: SocketOptions) {
    super(
      {
        name: '/account',
        serverEvents: accountEvents,
        acknowledgements: accountAcknowledgements,
      },
      { ...options, open: options.open ?? openSocketIo({ own: true }) },
    );
  }
}
