package io.aplomb.control.layer4;

import io.aplomb.model.vrrp.Checker;
import java.io.IOException;
import java.net.Socket;

/** {@code TCP_CHECK}: a connection succeeds. */
record TcpCheck(Checker.Tcp config) implements Check {

    @Override
    public Result run() throws IOException {
        try (Socket socket = Connections.open(config.target())) {
            // A reset instead of an orderly end leaves no connection behind on the server.
            socket.setSoLinger(true, 0);
            return Result.good("connected");
        }
    }
}
