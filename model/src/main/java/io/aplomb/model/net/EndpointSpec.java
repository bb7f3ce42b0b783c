package io.aplomb.model.net;

import io.aplomb.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Where something listens or connects to, as configured (HAProxy manual 4.2 "bind", "server"). */
public sealed interface EndpointSpec {

    /** The form a configuration would use; also shown in logs and statistics. */
    String text();

    /**
     * An IP address and port.
     *
     * @param address null for any address ({@code *:80} or {@code :80})
     * @param port 0 when none was given
     */
    record Inet(@Nullable IpAddress address, int port) implements EndpointSpec {
        @Override
        public String text() {
            if (address == null) {
                return "*:" + port;
            }
            return (address.v6() ? "[" + address + "]" : address.toString()) + ":" + port;
        }
    }

    /** A name to be resolved, and a port. */
    record Host(String name, int port) implements EndpointSpec {
        @Override
        public String text() {
            return name + ":" + port;
        }
    }

    /** A unix socket in the file system. */
    record Unix(String path) implements EndpointSpec {
        @Override
        public String text() {
            return path.startsWith("/") ? path : "unix@" + path;
        }
    }

    /** A unix socket in the abstract name space of Linux. */
    record AbstractUnix(String name) implements EndpointSpec {
        @Override
        public String text() {
            return "abns@" + name;
        }
    }

    /** A descriptor inherited from the parent process. */
    record Descriptor(int number) implements EndpointSpec {
        @Override
        public String text() {
            return "fd@" + number;
        }
    }
}
