package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.CommandCodec;
import io.aplomb.cluster.live.Input;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.live.StateCodec;
import io.aplomb.cluster.live.StateMachine;
import io.aplomb.control.store.ReplicatedMachine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agreed state on this node. The store changes it, one command after the other; any thread may
 * read it.
 */
final class StateKeeper implements ReplicatedMachine {
    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);

    private final Consumer<Input> listener;
    private final AtomicLong index = new AtomicLong();
    private volatile ClusterState state;

    /**
     * @param listener is told of each change, in order, on the thread of the store; not to block
     */
    StateKeeper(Membership membership, Consumer<Input> listener) {
        this.listener = listener;
        this.state = ClusterState.initial(membership);
    }

    ClusterState state() {
        return state;
    }

    /** The newest entry of the log that is in the state. */
    long index() {
        return index.get();
    }

    @Override
    public Applied apply(long term, long entry, byte[] octets) {
        CommandCodec.Entry given;
        try {
            given = CommandCodec.decodeEntry(octets);
        } catch (IllegalArgumentException unknown) {
            // of a newer program: what it means is not known here, and must not differ elsewhere
            LOG.error(
                    "an entry of the log that this program does not know: {}",
                    unknown.getMessage());
            Reply refused =
                    new Reply.Refused("an entry that is not known: " + unknown.getMessage());
            return new Applied(CommandCodec.encode(refused));
        }
        StateMachine.Applied applied = StateMachine.apply(state, given.command(), given.atMs());
        state = applied.state();
        index.set(entry);
        listener.accept(
                new Input.Applied(given.command(), applied.reply(), applied.state(), given.atMs()));
        return new Applied(CommandCodec.encode(applied.reply()));
    }

    @Override
    public byte[] snapshot() {
        return StateCodec.encode(state);
    }

    @Override
    public void restore(byte[] snapshot) {
        state = StateCodec.decode(snapshot);
        listener.accept(new Input.Restored(state));
    }
}
