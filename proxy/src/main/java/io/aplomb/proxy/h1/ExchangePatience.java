package io.aplomb.proxy.h1;

import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Loop;

/** Arms the two deadlines of an exchange: who has to act next, and within what time. */
final class ExchangePatience {

    private final Loop loop;
    private final ExchangeTimeouts timeouts;
    private final RequestUpload upload;
    private final ServerLease lease;
    private final Deadline deadline;

    /**
     * @param deadline of the server
     */
    ExchangePatience(
            Loop loop,
            ExchangeTimeouts timeouts,
            RequestUpload upload,
            ServerLease lease,
            Deadline deadline) {
        this.loop = loop;
        this.timeouts = timeouts;
        this.upload = upload;
        this.lease = lease;
        this.deadline = deadline;
    }

    /** After something happened on either side. */
    void arm(ClientConnection client, ExchangeState state) {
        if (upload.isTunnel()) {
            armTunnel(client);
            return;
        }
        ServerConnection server = lease.connection();
        if (upload.isFinished() && client.isWritable()) {
            client.disarm();
        } else if (server == null || server.isWritable() || !client.isWritable()) {
            client.arm(timeouts.clientMs());
        } else {
            client.disarm();
        }
        if (state == ExchangeState.FORWARDING && !client.isWritable()) {
            loop.disarm(deadline);
        } else {
            loop.armIn(deadline, timeouts.serverMs());
        }
    }

    private void armTunnel(ClientConnection client) {
        ServerConnection server = lease.connection();
        boolean serverDone = server == null || server.inputEnded();
        client.arm(
                client.inputEnded()
                        ? timeouts.clientFinMs()
                        : timeouts.tunnelMs(timeouts.clientMs()));
        loop.armIn(
                deadline,
                serverDone ? timeouts.serverFinMs() : timeouts.tunnelMs(timeouts.serverMs()));
    }
}
