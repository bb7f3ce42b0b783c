package io.aplomb.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel lets this process do beyond an ordinary user (capabilities(7)). */
public final class Capabilities {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    /** The capabilities this program ever asks for. */
    public enum Capability {
        /** Addresses, links, routes, packet filters. */
        CAP_NET_ADMIN(12),
        /** Raw and packet sockets. */
        CAP_NET_RAW(13),
        /** Real-time scheduling. */
        CAP_SYS_NICE(23);

        private final int bit;

        Capability(int bit) {
            this.bit = bit;
        }
    }

    private Capabilities() {}

    /**
     * Which of these the process lacks, in the order given.
     *
     * @throws IOException when /proc cannot be read
     */
    public static List<Capability> missing(Capability... wanted) throws IOException {
        long effective = effective(Files.readAllLines(STATUS));
        List<Capability> missing = new ArrayList<>();
        for (Capability capability : wanted) {
            if ((effective >>> capability.bit & 1) == 0) {
                missing.add(capability);
            }
        }
        return missing;
    }

    private static long effective(List<String> status) throws IOException {
        for (String line : status) {
            if (line.startsWith(EFFECTIVE)) {
                return Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
            }
        }
        throw new IOException(STATUS + " has no line " + EFFECTIVE);
    }
}
