package io.aplomb.proxy.admin;

import io.aplomb.model.proxy.StatsSocket;
import io.aplomb.proxy.net.Admission;
import io.aplomb.proxy.net.Listener;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.runtime.Gauge;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.function.Supplier;

/**
 * Who comes in by one {@code stats socket}: a {@link CommandConversation} each, with the rights the
 * line gives. Event loops.
 */
public final class RuntimeSocket implements Admission {

    /** Whoever is one too many waits in the kernel's queue and is looked at again so often. */
    private static final long ASK_AGAIN_MS = 100;

    private final StatsSocket socket;
    private final Limits limits;
    private final Supplier<RuntimeCommands> commands;

    /**
     * What all sockets of the process have in common.
     *
     * @param open conversations going on
     * @param maxOpen how many there may be ({@code stats maxconn})
     * @param timeoutMs how long one may be silent ({@code stats timeout})
     */
    public record Limits(Gauge open, int maxOpen, long timeoutMs) {}

    /**
     * @param commands asked for at each connection, not before
     */
    public RuntimeSocket(StatsSocket socket, Limits limits, Supplier<RuntimeCommands> commands) {
        this.socket = socket;
        this.limits = limits;
        this.commands = commands;
    }

    @Override
    public long tryEnter() {
        return limits.open().tryIncrement(limits.maxOpen()) ? 0 : ASK_AGAIN_MS;
    }

    @Override
    public void accepted(Listener listener, Channel connection, Loop loop) {
        connection.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        connection
                .pipeline()
                .addLast(
                        new CommandConversation(
                                commands.get(),
                                new CommandSession(socket.level(), limits.timeoutMs()),
                                loop,
                                socket.bind().id(),
                                limits.open()::decrement));
        loop.adopt(connection);
    }
}
