package io.aplomb.control.vip;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.RouteKey;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tiny process that takes addresses and routes away the moment this one dies, whatever kills it.
 *
 * <p>It is a shell that reads from a pipe what is held. Only this process holds the other end, so
 * the kernel itself tells of the death: the pipe ends. It runs in a session of its own, out of the
 * way of signals to this one's group. A clean end says {@code done} first. Where there is no {@code
 * ip} command, or the guard dies too, the kernel removes the addresses when their lifetime is over
 * ({@link HeldAddresses}).
 *
 * <p>Not for several threads at once.
 */
final class Guard implements Closeable {

    /**
     * Reads {@code + ARGUMENTS}, {@code - ARGUMENTS} and {@code done} from descriptor $1, where the
     * arguments are those by which {@code ip} removes something. At the end it removes in one
     * {@code ip -batch} what is still held. It keeps no output open: whoever reads that of a
     * process that goes into the background waits for its end.
     */
    private static final String SCRIPT =
            """
            exec >/dev/null 2>&1
            trap '' HUP INT TERM
            held=
            while read -r sign removal; do
              case $sign in
                +) held="$held$removal
            " ;;
                -) rest=
                   while read -r line; do
                     [ -z "$line" ] || [ "$line" = "$removal" ] || rest="$rest$line
            "
                   done <<END
            $held
            END
                   held=$rest ;;
                done) exit 0 ;;
              esac
            done
            printf '%s' "$held" | ip -force -batch -
            """;

    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C");

    private final int pid;
    private final int pipeFd;
    private boolean gone;

    private Guard(int pid, int pipeFd) {
        this.pid = pid;
        this.pipeFd = pipeFd;
    }

    /** Starts it. */
    static Guard start() throws SystemCallException {
        Descriptors.Pipe pipe = Descriptors.pipe();
        try {
            List<String> words = List.of("aplomb-guard", "-c", SCRIPT);
            int pid = Processes.spawnAlone("/bin/sh", words, ENVIRONMENT, pipe.readFd());
            return new Guard(pid, pipe.writeFd());
        } catch (SystemCallException refused) {
            Descriptors.close(pipe.writeFd());
            throw refused;
        } finally {
            Descriptors.close(pipe.readFd());
        }
    }

    int pid() {
        return pid;
    }

    /** From now on that address is this process's. */
    void holds(HostAddress address, @Nullable IpAddress peer, String device) {
        say("+ " + removal(address, peer, device));
    }

    /** From now on that route is this process's. */
    void holds(RouteKey route) {
        say("+ " + removal(route));
    }

    /** That address is no longer this process's. */
    void released(HostAddress address, @Nullable IpAddress peer, String device) {
        say("- " + removal(address, peer, device));
    }

    /** That route is no longer this process's. */
    void released(RouteKey route) {
        say("- " + removal(route));
    }

    /** One with a peer is found by both. */
    private static String removal(HostAddress address, @Nullable IpAddress peer, String device) {
        String which =
                peer == null
                        ? address.toString()
                        : address.ip() + " peer " + peer + "/" + address.prefixBits();
        return "address del " + which + " dev " + device;
    }

    private static String removal(RouteKey route) {
        return "route del " + route;
    }

    /** Ends it; it touches nothing any more. */
    @Override
    public void close() {
        say("done");
        ownerDied();
    }

    /** What the kernel does when this process dies: the pipe ends. */
    void ownerDied() {
        try {
            Descriptors.close(pipeFd);
        } catch (SystemCallException ended) {
            gone = true;
        }
    }

    /** A guard that somebody killed cannot be told anything; the lifetimes remain. */
    private void say(String line) {
        if (gone) {
            return;
        }
        try {
            Descriptors.write(pipeFd, (line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (SystemCallException ended) {
            gone = true;
        }
    }
}
