package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SystemCallException;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertWriter;
import io.aplomb.vrrp.wire.ChecksumStyle;
import io.aplomb.vrrp.wire.Vrrp;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent for one virtual router when this process dies: while it is Master its advert with
 * priority 0 (RFC 9568 section 6.4.3), to each destination; else nothing. For one thread.
 */
final class LastWords implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);

    private final AdvertPath path;
    private final ChecksumStyle checksum;
    private final List<Prepared> prepared = new ArrayList<>();
    private boolean master;
    private @Nullable Advert latest;
    private @Nullable Advert told;

    private record Prepared(IpAddress destination, LastWord word) {}

    private LastWords(AdvertPath path, ChecksumStyle checksum, boolean master) {
        this.path = path;
        this.checksum = checksum;
        this.master = master;
    }

    /**
     * Prepares them. Where that is refused the others wait for three adverts, as ever.
     *
     * @param master whether it is Master already
     */
    static LastWords open(AdvertPath path, ChecksumStyle checksum, boolean master) {
        LastWords words = new LastWords(path, checksum, master);
        for (IpAddress destination : path.destinations()) {
            try {
                words.prepared.add(new Prepared(destination, LastWord.to(path, destination)));
            } catch (SystemCallException refused) {
                LOG.warn("no last word to {}: {}", destination, refused.getMessage());
            }
        }
        return words;
    }

    /** An advert has been sent. */
    void sent(Advert advert) {
        latest = advert.resigns() ? null : advert;
        tell();
    }

    /** Its state is another one: first of all a takeover is done, then this. */
    void entered(State state) {
        master = state == State.MASTER;
        tell();
    }

    private void tell() {
        Advert wanted = master ? latest : null;
        if (Objects.equals(wanted, told)) {
            return;
        }
        for (Prepared each : prepared) {
            if (wanted == null) {
                each.word().silence();
            } else {
                each.word().set(resignation(wanted, each.destination()));
            }
        }
        told = wanted;
    }

    private byte[] resignation(Advert of, IpAddress destination) {
        Advert resigning =
                new Advert(
                        of.version(),
                        of.vrid(),
                        Vrrp.PRIORITY_RESIGN,
                        of.interval(),
                        of.authentication(),
                        of.addresses());
        return AdvertWriter.write(resigning, path.source(), destination, checksum);
    }

    /** What the kernel does when this process dies. */
    void ownerDied() {
        prepared.forEach(each -> each.word().ownerDied());
    }

    /** Waits until all is said, after the end. */
    void awaitEnd() {
        prepared.forEach(each -> each.word().awaitEnd());
    }

    /** Ends without a word. */
    @Override
    public void close() {
        prepared.forEach(each -> each.word().close());
    }
}
