package io.aplomb.proxy.session;

import io.aplomb.http.HttpHead;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamConnection;
import io.aplomb.proxy.upstream.Dispatch;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * One session (TCP mode) or one request being answered (HTTP mode) as it was when its loop looked.
 * Any thread.
 *
 * @param number unique in the process, counted from its start
 * @param acceptedUs microseconds since 1970
 * @param source the client's address and port as rules see them, or {@code unix:} and the listener
 * @param backend null before one is chosen
 * @param server null before one is chosen
 * @param loop which event loop it is on
 * @param dispatch how far the way to the server is
 * @param retries connection attempts that failed
 * @param dispatchLeftMs time left in the queue or for the connection, -1 for no limit
 * @param http null in TCP mode, and before there is a request
 */
public record SessionView(
        long number,
        long acceptedUs,
        long ageMs,
        String source,
        ListenerRuntime listener,
        @Nullable BackendRuntime backend,
        @Nullable ServerRuntime server,
        int loop,
        Dispatch.State dispatch,
        int retries,
        long dispatchLeftMs,
        @Nullable Http http,
        Side clientSide,
        Side serverSide) {

    private static final long NS_PER_MS = 1_000_000;

    /**
     * What is known of a request.
     *
     * @param status of the response sent to the client, -1 before
     */
    public record Http(String method, int status) {}

    /**
     * One of the two connections.
     *
     * @param descriptor -1 where there is none
     * @param local our address and port, "" where there is none
     * @param remote the other end's
     * @param waitingBytes read and not yet forwarded
     * @param totalBytes come from there, in the session so far
     * @param leftMs time left for the other end to do something, -1 for no limit
     */
    public record Side(
            int descriptor,
            String local,
            String remote,
            boolean secure,
            int waitingBytes,
            long totalBytes,
            long leftMs) {

        /** No connection. */
        public static final Side NONE = none(-1);

        /** No connection yet, and that long to wait for what comes before. */
        public static Side none(long leftMs) {
            return new Side(-1, "", "", false, 0, 0, leftMs);
        }

        /** What the channel knows, and what its owner counts. */
        public static Side of(Channel channel, int waitingBytes, long totalBytes, long leftMs) {
            return new Side(
                    Addresses.descriptorOf(channel),
                    Addresses.text(channel.localAddress()),
                    Addresses.text(channel.remoteAddress()),
                    channel.pipeline().get(SslHandler.class) != null,
                    waitingBytes,
                    totalBytes,
                    leftMs);
        }
    }

    /** What a stream tells; on its loop. */
    public static SessionView of(
            Stream stream, Dispatch dispatch, Side clientSide, Side serverSide) {
        ListenerRuntime listener = stream.entrance();
        return new SessionView(
                stream.figures().requestCounter(),
                stream.timers().acceptWallUs(),
                (stream.monotonicNs() - stream.timers().acceptNs()) / NS_PER_MS,
                source(stream.client(), listener),
                listener,
                stream.backendRuntime(),
                stream.serverRuntime(),
                stream.world().loop(),
                dispatch.state(),
                stream.figures().retries(),
                dispatch.leftMs(),
                http(stream),
                clientSide,
                serverSide);
    }

    private static String source(StreamConnection client, ListenerRuntime listener) {
        String address = client.sourceText();
        return address.isEmpty() ? "unix:" + listener.id() : address + ":" + client.sourcePort();
    }

    private static @Nullable Http http(Stream stream) {
        HttpHead head = stream.requestHead();
        return head == null ? null : new Http(head.method(), stream.figures().status());
    }
}
