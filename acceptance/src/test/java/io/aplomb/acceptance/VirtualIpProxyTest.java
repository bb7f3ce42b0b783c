package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.FAST;
import static io.aplomb.acceptance.VirtualIp.router;
import static io.aplomb.acceptance.VirtualIp.signal;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --watch-proxy}: the virtual IP is where the proxy serves. */
@Timeout(240)
class VirtualIpProxyTest {

    @TempDir private Path folder;

    @Test
    void address_leavesAMachineWhoseProxyHangsOrIsGone() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            Path socket = folder.resolve("proxy.sock");
            Process proxy = proxy(lan, socket);
            Process _ = lan.aplomb(1, router(150, FAST), "--watch-proxy", socket.toString());
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);

            signal(proxy, "STOP");
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            signal(proxy, "CONT");
            lan.awaitOnlyHolder(1, 2, ADDRESS);

            assertThat(lan.said(1, "the proxy at " + socket + " is down")).isPositive();
            signal(proxy, "KILL");
            lan.awaitOnlyHolder(2, 2, ADDRESS);
        }
    }

    private Process proxy(Lan lan, Path socket) throws Exception {
        Path configuration =
                Files.writeString(
                        folder.resolve("haproxy.cfg"),
                        """
                        global
                            stats socket %s
                        defaults
                            mode http
                            timeout connect 1s
                            timeout client 1s
                            timeout server 1s
                        frontend web
                            bind :8080
                            http-request return status 200
                        """
                                .formatted(socket));
        return lan.start(
                1,
                folder.resolve("proxy.log"),
                Launcher.built().toString(),
                "proxy",
                "-db",
                "-f",
                configuration.toString());
    }
}
