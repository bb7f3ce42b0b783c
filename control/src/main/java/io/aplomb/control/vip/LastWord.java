package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.Descriptors;
import io.aplomb.linux.Processes;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tiny process that sends one advert the moment this one dies, whatever kills it: a Master's
 * resignation, so that the others need not wait until they have missed three adverts.
 *
 * <p>It is a shell whose standard output is a raw socket that is connected to the destination. It
 * reads from a pipe what to say, the latest line counts, and says it when the pipe ends: only this
 * process holds the other end ({@link Guard} works the same way). One that is gone, or was stopped
 * itself, says nothing; then the others wait as ever.
 *
 * <p>Not for several threads at once.
 */
final class LastWord implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LastWord.class);

    /** Reads formats of printf(1); an empty one is silence. One printf is one packet. */
    private static final String SCRIPT =
            """
            exec 2>/dev/null
            trap '' HUP INT TERM
            word=
            while read -r line; do word=$line; done
            [ -z "$word" ] || printf "$word"
            """;

    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C");

    private final int pid;
    private final int pipeFd;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean gone;

    private LastWord(int pid, int pipeFd) {
        this.pid = pid;
        this.pipeFd = pipeFd;
    }

    /**
     * Starts it, silent.
     *
     * @throws SystemCallException as {@link AdvertSocket#open}
     */
    static LastWord to(AdvertPath path, IpAddress destination) throws SystemCallException {
        try (RawSocket socket = AdvertSocket.speakerTo(path, destination)) {
            Descriptors.Pipe pipe = Descriptors.pipe();
            try {
                List<String> words = List.of("aplomb-last-word", "-c", SCRIPT);
                int pid =
                        Processes.spawnAlone(
                                "/bin/sh", words, ENVIRONMENT, pipe.readFd(), socket.fd());
                return new LastWord(pid, pipe.writeFd());
            } catch (SystemCallException refused) {
                Descriptors.close(pipe.writeFd());
                throw refused;
            } finally {
                Descriptors.close(pipe.readFd());
            }
        }
    }

    /** From now on that is to be sent, in place of what was before. */
    void set(byte[] octets) {
        StringBuilder format = new StringBuilder(octets.length * 4 + 1);
        for (byte octet : octets) {
            format.append(String.format(Locale.ROOT, "\\%03o", Byte.toUnsignedInt(octet)));
        }
        tell(format.append('\n'));
    }

    /** From now on nothing is to be sent. */
    void silence() {
        tell("\n");
    }

    private void tell(CharSequence line) {
        if (gone) {
            return;
        }
        try {
            Descriptors.write(pipeFd, line.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (SystemCallException ended) {
            gone = true;
        }
    }

    /** Ends it without a word. */
    @Override
    public void close() {
        silence();
        ownerDied();
    }

    /** What the kernel does when this process dies: the pipe ends. */
    void ownerDied() {
        try {
            Descriptors.close(pipeFd);
        } catch (SystemCallException ended) {
            gone = true;
        }
        // Ends soon, but the thread of the adverts waits for nobody.
        Thread.ofPlatform().daemon().name("last-word").start(this::forget);
    }

    /** Waits until all is said. */
    void awaitEnd() {
        ended.join();
    }

    private void forget() {
        try {
            Processes.await(pid);
        } catch (SystemCallException already) {
            LOG.debug("last word {}: {}", pid, already.getMessage());
        }
        boolean _ = ended.complete(null);
    }
}
